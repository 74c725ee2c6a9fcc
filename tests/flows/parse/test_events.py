import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.parse.dates import find_timexes
from flows.parse.events import find_events
from flows.parse.events.taxonomy import noun_types, verb_types
from flows.parse.facts import Article, Event, Mention, Quote
from flows.parse.pipeline import read_articles

GOLDEN = json.loads((Path(__file__).parent / "golden" / "events.json").read_text("utf8"))
PUBLISHED_ON = date(2024, 6, 20)


def events_of(text: str, names: dict[str, str] | None = None, quotes: tuple[Quote, ...] = ()) -> list[Event]:
    """Events of `text`, where `names` says which words are mentions and of what entity type."""
    reading = next(read_articles([Article("a", text, published_on=PUBLISHED_ON)]))
    mentions = [
        Mention(text.index(name), text.index(name) + len(name), name, entity_type, name)
        for name, entity_type in (names or {}).items()
    ]
    return find_events(reading, find_timexes(reading), mentions, quotes)


def as_row(event: Event) -> dict[str, Any]:
    return {
        "text": event.text,
        "event_type": event.event_type,
        "modality": event.modality,
        "date_start": event.date_start and event.date_start.isoformat(),
        "date_end": event.date_end and event.date_end.isoformat(),
        "date_basis": event.date_basis,
        "place": event.place_key,
        "participants": [[p.participant_role, p.text] for p in event.participants],
        "summary": event.summary,
    }


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["text"][:60])
def test_golden_sentences(case: dict[str, Any]) -> None:
    assert [as_row(e) for e in events_of(case["text"], case["names"])] == case["rows"]


def test_a_pronoun_stands_for_the_only_person_named() -> None:
    text = "Aiko Tanaka left Osaka. She joined a rival."
    joined = events_of(text, {"Aiko Tanaka": "person", "Osaka": "place"})[1]
    assert [(p.text, p.entity_key) for p in joined.participants if p.participant_role == "agent"] == [
        ("She", "Aiko Tanaka")
    ]


def test_a_pronoun_between_two_persons_is_left_open() -> None:
    text = "Aiko Tanaka met Rosa Díaz. She joined a rival."
    joined = events_of(text, {"Aiko Tanaka": "person", "Rosa Díaz": "person"})[1]
    assert [(p.text, p.entity_key) for p in joined.participants if p.participant_role == "agent"] == [("She", None)]


def test_the_next_paragraph_does_not_inherit_the_time() -> None:
    text = "In March 2023, engineers flew to Malawi.\n\nThey repaired forty wells in all of the villages."
    assert [e.date_start for e in events_of(text)] == [date(2023, 3, 1), None]


def test_the_day_of_a_story_runs_on_within_its_paragraph() -> None:
    text = "On Monday, rebels took the bridge near Oda. Troops retook it within hours. The town had fallen in May."
    by_word = {e.text: e.date_start for e in events_of(text)}
    assert (by_word["took"], by_word["retook"]) == (date(2024, 6, 17), date(2024, 6, 17))
    assert by_word["fallen"] == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "The bridge collapsed in 1968, when tanks rolled over it.",
            {"collapsed": "1968-01-01", "rolled": "1968-01-01"},
        ),
        ("The 2019 blast that killed two miners closed the pit.", {"blast": "2019-01-01", "killed": "2019-01-01"}),
        (
            "Talks that were held on Friday in Oslo failed.",
            {"Talks": "2024-06-14", "held": "2024-06-14", "failed": None},
        ),
        ("Ghana has invited Togo to a summit on July 9.", {"invited": None, "summit": "2024-07-09"}),
        ("The union called a strike for July 9.", {"called": "2024-06-20", "strike": "2024-07-09"}),
        ("Ghana extended its offer to buy the mill Tuesday.", {"extended": "2024-06-18", "buy": None}),
        ("The union called on Friday for a vote.", {"called": "2024-06-14", "vote": None}),
        ("Rain fell on Tuesday after the attack.", {"fell": "2024-06-18", "attack": None}),
        ("In the first quarter it earned $4 million. Sales rose to $9 million.", {"rose": "2024-01-01"}),
        ("In May 2019 it earned $4 million. Sales rose to $9 million.", {"rose": None}),
        ("The list, drawn up in 2011, shows forty names.", {"drawn up": "2011-01-01", "shows": "2024-06-20"}),
        ("The 1999 champion resigned.", {"resigned": None}),
        ("Critics rejected the 2019 law.", {"rejected": None}),
        ("She backed the Clean Rivers Act of 2010.", {"backed": None}),
        ("Rents rose in 2018, but have fallen since.", {"rose": "2018-01-01", "fallen": None}),
        ("The brewer's 2019 profit fell.", {"fell": "2019-01-01"}),
        ("Data from the 2014 census suggest that towns grow.", {"suggest": "2024-06-20"}),
    ],
)
def test_days_of_events(text: str, days: dict[str, str | None]) -> None:
    found = {e.text: e.date_start and e.date_start.isoformat() for e in events_of(text)}
    assert {word: found[word] for word in days} == days


def test_what_is_planned_is_told_in_the_words_of_the_plan() -> None:
    march = events_of("The mayor was moved by their plan to march on the palace.")[1]
    assert march.summary == "their plan to march on the palace"


def test_what_leads_away_from_the_story_is_not_of_its_day() -> None:
    text = "On Monday, rebels took the bridge near Oda. The army earlier shelled a village."
    assert [e.date_start for e in events_of(text) if e.text == "shelled"] == [None]


def test_a_speaker_goes_on_speaking_on_the_same_day() -> None:
    text = "Okafor said on Tuesday that the mine was safe.\n\nMiners stayed away.\n\nOkafor said the pumps worked."
    said = [e for e in events_of(text, {"Okafor": "person"}) if e.text == "said"]
    assert [(e.date_start, e.date_basis) for e in said] == [(date(2024, 6, 18), "relative")] * 2


def test_without_a_day_of_publication_nothing_said_is_dated() -> None:
    reading = next(read_articles([Article("a", "The union said no. The mill is closing.")]))
    assert [e.date_start for e in find_events(reading, find_timexes(reading), [], [])] == [None, None]


LONG_SENTENCES = (
    "They ran and sang ",
    "on Monday she said that ",
    "the attack and the arrest of ",
    "rose 8%, the most since 1981, ",
    "Ana Ruiz beat Eva Lee 6-3 6-2, ",
    "Ana won and ",
    "had not come, ",
)


@pytest.mark.parametrize("words", LONG_SENTENCES)
def test_a_sentence_of_thousands_of_words_costs_no_more_than_its_length(words: str) -> None:
    def seconds(times: int) -> float:
        runs = []
        for reading in read_articles([Article("a", words * times + ".", published_on=PUBLISHED_ON)] * 2):
            began = time.process_time()
            find_events(reading, find_timexes(reading), [], [])
            runs.append(time.process_time() - began)
        return min(runs)

    seconds(20)  # loads what the rules know
    assert seconds(1600) < 12 * seconds(320)  # five times the words; quadratic cost would be 25 times


def test_what_is_said_in_the_present_is_said_at_publication_unless_quoted() -> None:
    text = "“The board says no,” Mr. Otieno told workers."
    inside = Quote(1, text.index(",”"), text[1 : text.index(",”")])
    says = events_of(text, quotes=(inside,))[0]
    assert (says.text, says.date_basis) == ("says", None)


def test_a_particle_belongs_to_the_trigger() -> None:
    put_out = events_of("Crews put out the blaze.")[0]
    assert (put_out.text, put_out.lemma) == ("put out", "put out")


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Inter crushed Shakhtar 5-0 on Monday.", ["exhibit"]),
        ("The Lakers beat the Suns 103-98.", ["exhibit"]),
        ("The bill was defeated 52-48.", ["vote"]),
        ("Shares fell 3-5 percent on Monday.", ["change"]),
        ("Police beat the marchers on Monday.", ["assault"]),
        ("Reporting by Julie Steen; Additional reporting by Carl Odell; Editing by Caroline Hume", []),
        ("Witnesses were reporting by phone.", ["say"]),
    ],
)
def test_a_game_is_no_fight_and_a_credit_no_event(text: str, types: list[str]) -> None:
    assert [event.event_type for event in events_of(text)] == types


def test_every_lemma_has_one_type() -> None:
    assert verb_types()["sign"] == "agree"
    assert noun_types()["visit"] == "visit"
    assert verb_types()["say"] == "say"


WORDS = ("They", "signed", "who", "to", "visit", "Oslo", "and", ",", "in", "2020", "were", ".", "\n")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=150) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    for event in events_of(text, {"Oslo": "place"} if "Oslo" in text else None):
        assert text[event.start_char : event.end_char] == event.text == event.text.strip()
        assert "\n" not in event.summary
        for participant in event.participants:
            assert text[participant.start_char : participant.end_char] == participant.text == participant.text.strip()
