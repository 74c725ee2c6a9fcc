"""Names as strings: how people's names divide, which given names agree, what names tell of countries and kinds."""

import pytest

from flows.parse.entities.countries import find_demonym, find_place, is_people
from flows.parse.entities.names import given_agree, name_words, parse_person_name
from flows.parse.entities.organization_names import country_of, is_acronym, organization_type, signature


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Ingrid Solberg", "Ingrid", "Solberg"),
        ("Kofi A. Boateng Jr.", "Kofi", "Boateng"),
        ("Dr. Ana María de la Cruz", "Ana", "de la Cruz"),
        ("Ursula van den Berg", "Ursula", "van den Berg"),
        ("Faisal bin Nasser", "Faisal", "bin Nasser"),
        ("Rosa Mamani Flores", "Rosa", "Mamani Flores"),
        ("Park Ji-woo", "Ji-woo", "Park"),
        ("Zhang Meiling", "Meiling", "Zhang"),
        ("Lee Harper", "Lee", "Harper"),
        ("Siu Hang-yee", "Hang-yee", "Siu"),
        ("Kim Shin-Wook", "Shin-Wook", "Kim"),
        ("Kim Reyes-Ortiz", "Kim", "Reyes-Ortiz"),
        ("Carmen Ho Ka-man", "Carmen", "Ho"),
        ("Khamis Al-ghafri", "Khamis", "Al-ghafri"),
        ("Kim Shin-wook", "Shin-wook", "Kim"),
        ("Prayong Chan-o-sit", "Prayong", "Chan-o-sit"),
        ("Anan Sukha-archa", "Anan", "Sukha-archa"),
        ("Eric Yeung Tsz-kin", "Eric", "Yeung"),
        ("Ellen Lam Cheng Mei-kuen", "Ellen", "Lam"),
        ("Abdul Karim Nazari", "Abdul Karim", "Nazari"),
        ("Abdul Karim", "Abdul", "Karim"),
        ("Dov Bar Levi", "Dov", "Bar Levi"),
        ("Okafor", None, "Okafor"),
    ],
)
def test_people(name: str, given: str | None, family: str) -> None:
    parsed = parse_person_name(name)
    assert (parsed.given, parsed.family) == (given, family)


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("Matt", "Matthew", True),
        ("W.", "Bill", True),
        ("José", "Jose", True),
        ("Mark", "Matthew", False),
        ("Bob", "Bill", False),
        ("A.", "Bill", False),
    ],
)
def test_given_names(first: str, second: str, agree: bool) -> None:
    assert given_agree(first, second) is given_agree(second, first) is agree


def test_words_even_out_marks_and_case() -> None:
    assert name_words("Peru’s U.S. Embassy’s") == ("peru", "us", "embassy")
    assert name_words("Rolls-Royce") == ("rolls", "royce")


def test_places_and_demonyms() -> None:
    place = find_place("the U.S.")
    assert place is not None
    assert (place.name, place.place_type, place.country) == ("United States", "country", "US")
    assert find_place("Nowhereville") is None
    assert (find_demonym("Kenyans"), find_demonym("table")) == ("KE", None)


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Kenyan Ministry of Health", "government", "KE"),
        ("Texas National Guard", "military", "US"),
        ("University of Ghent", "education", None),
        ("North American Fishing Union", "nonprofit", None),
        ("Zoravia", None, None),
        ("Kenya-Uganda Railway Company", "company", None),
    ],
)
def test_organizations(name: str, kind: str | None, country: str | None) -> None:
    assert (organization_type(name_words(name)), country_of(name_words(name))) == (kind, country)


def test_signature_lets_go_of_order_and_country() -> None:
    same = {signature(name_words(n)) for n in ("Ministry of Public Works", "Peruvian Public Works Ministry")}
    assert len(same) == 1


@pytest.mark.parametrize(
    ("text", "expected"), [("NATO", True), ("U.N.", True), ("DoD", False), ("Army", False), ("USNORTHCOM", True)]
)
def test_acronyms(text: str, expected: bool) -> None:
    assert is_acronym(text) is expected


@pytest.mark.parametrize(
    ("word", "answer"), [("Latinos", True), ("Kenyans", True), ("Thais", True), ("Williams", False)]
)
def test_plurals_of_peoples_are_told_from_names(word: str, answer: bool) -> None:
    assert is_people(word) is answer
