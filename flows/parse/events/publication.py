"""Which events without a time of their own are told as of the day of publication: what is said, and what is going on.

News leaves out the day of `said`, and tells in the present tense what holds on the day that it goes out.
"""

from flows.parse.events.taxonomy import SPEECH, words_of
from flows.parse.events.times import QuotedText
from flows.parse.events.triggers import Trigger
from flows.parse.verb_groups import auxiliaries

_OF_THE_DAY = {*SPEECH, "think", "request", "accuse", "reject", "threaten", "agree", "support", "thank"}
_MAIN = ("ROOT", "conj", "parataxis", "ccomp")


def is_of_publication(trigger: Trigger, quoted: QuotedText) -> bool:
    """`The union said`, `plans`, `is striking`, `is expected`, outside of quotations and of clauses that describe.

    Not `the plant makes cars`: what the present tells of things in general has no day.
    """
    verb = trigger.head
    if not trigger.is_verb or verb.dep_ not in _MAIN or quoted.holds(verb.idx):
        return False
    helpers = auxiliaries(verb)
    if verb.tag_ in ("VBZ", "VBP"):
        is_of_the_day = trigger.event_type in _OF_THE_DAY or trigger.lemma in words_of("going_on")
        return is_of_the_day and not helpers
    if verb.tag_ == "VBD":
        return not helpers and (trigger.event_type in SPEECH or trigger.lemma in words_of("statements"))
    return bool(helpers) and all(helper.lemma_ == "be" and helper.tag_ in ("VBZ", "VBP") for helper in helpers)
