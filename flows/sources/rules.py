"""The codes of refusals and notices, with their words, from `rules.yml`. No check stands here."""

from functools import cache
from importlib.resources import files

import yaml

_DETAIL_CHARS = 200


@cache
def load_rules() -> dict[str, dict[str, dict[str, str]]]:
    """`refusals` and `notices`: meaning and remedy by code; treat it as read-only, it is shared."""
    content = files("flows.sources").joinpath("rules.yml").read_text("utf8")
    rules: dict[str, dict[str, dict[str, str]]] = yaml.load(content, Loader=yaml.CSafeLoader)
    return rules


def explain(kind: str, code: str, detail: str | None = None) -> str:
    """One line for people: what is wrong, where known in detail, and what to do."""
    words = load_rules()[kind][code]
    shown = f" ({_shorten(detail)})" if detail else ""
    return f"{words['meaning']}{shown}: {words['remedy']}"


def describe_rules() -> str:
    """Markdown tables of all codes."""
    return "\n\n".join(_table(kind, rules) for kind, rules in load_rules().items())


def _shorten(detail: str) -> str:
    line = " ".join(detail.split())
    return line if len(line) <= _DETAIL_CHARS else f"{line[:_DETAIL_CHARS]}…"


def _table(kind: str, rules: dict[str, dict[str, str]]) -> str:
    head = "rule of a refusal" if kind == "refusals" else "code of a notice"
    rows = [f"| `{code}` | {words['meaning']} | {words['remedy']} |" for code, words in rules.items()]
    return "\n".join([f"| {head} | meaning | remedy |", "| --- | --- | --- |", *rows])
