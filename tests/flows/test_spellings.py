"""Which words are two spellings of one name, and which are two names."""

import pytest

from flows.resolve.spellings import are_spellings


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bogdansky", "Bogdanskyy"),
        ("Timoshenko", "Tymoshenko"),
        ("Abdullah", "Abdallah"),
        ("Defence", "Defense"),
        ("Shabaab", "Shabab"),
        ("Reyes", "REYES"),
    ],
)
def test_spellings(first: str, second: str) -> None:
    assert are_spellings(first, second)
    assert are_spellings(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mario", "Maria"),
        ("Kuznetsov", "Kuznetsova"),
        ("America", "Armenia"),
        ("Austria", "Australia"),
        ("Reed", "Reid"),
        ("Jon", "John"),
        ("1st", "3rd"),
        ("Christian", "Christina"),
        ("Hernandez", "Fernandez"),
        ("Iran", "Iraq"),
    ],
)
def test_names_of_their_own(first: str, second: str) -> None:
    assert not are_spellings(first, second)
    assert not are_spellings(second, first)
