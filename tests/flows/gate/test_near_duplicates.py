import random

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.gate.near_duplicates import NearDuplicates, sign

WORDS = [f"word{i}" for i in range(5_000)]


def pairs_of(*texts: str) -> list[tuple[int, int, float]]:
    found = NearDuplicates()
    for text in texts:
        found.add(text)
    return list(found.find_pairs())


def make_text(seed: int, words: int = 400) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def test_copy_and_slightly_edited_copy_are_found_and_others_are_not() -> None:
    text = make_text(1)
    edited = text.replace(text.split()[200], "other")
    assert pairs_of(make_text(2), text, make_text(3), text, edited)[0] == (3, 1, 1.0)
    [_, (later, earlier, similarity)] = pairs_of(make_text(2), text, make_text(3), text, edited)
    assert (later, earlier) == (4, 1)
    assert 0.9 < similarity < 1


def test_half_the_same_is_no_duplicate() -> None:
    assert pairs_of(make_text(1), make_text(1, 200) + " " + make_text(4, 200)) == []


def test_many_copies_each_name_an_earlier_one() -> None:
    found = pairs_of(*[make_text(7)] * 500)
    assert [later for later, _, _ in found] == list(range(1, 500))
    assert all(earlier < later for later, earlier, _ in found)


def test_few_texts_and_few_words() -> None:
    assert pairs_of() == pairs_of("one") == []
    assert pairs_of("…", "two words", "two words", "One word") == [(2, 1, 1.0)]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_a_signature_that_capitals_do_not_change(text: str) -> None:
    assert (sign(text.lower()) == sign(text.lower().lower())).all()
