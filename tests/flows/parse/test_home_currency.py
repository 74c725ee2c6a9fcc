import pytest

from flows.parse.facts import Figure
from flows.parse.figures.home_currency import settle_currency


@pytest.mark.parametrize(
    ("text", "unit", "country", "settled"),
    [
        ("more than $5 million", "USD", "AU", "AUD"),
        ("$4.10 a gallon", "USD per gallon", "CA", "CAD per gallon"),
        ("5 million dollars", "USD", "NZ", "NZD"),
        ("US$5 million", "USD", "AU", "USD"),
        ("5 million U.S. dollars", "USD", "AU", "USD"),
        ("$5 US", "USD", "CA", "USD"),
        ("$5 million", "USD", "US", "USD"),
        ("$5 million", "USD", "MX", "USD"),
        ("$5 million", "USD", None, "USD"),
        ("C$5 million", "CAD", "AU", "CAD"),
        ("Rs 500", "INR", "PK", "PKR"),
        ("usd$ 15", "USD", "AU", "USD"),
        ("USD $15", "USD", "AU", "USD"),
        ("dollar 22.5 million", "USD", "CA", "CAD"),
        ("500 Indian rupees", "INR", "PK", "INR"),
        ("€5 million", "EUR", "AU", "EUR"),
    ],
)
def test_bare_sign_is_the_money_of_the_source(text: str, unit: str, country: str | None, settled: str) -> None:
    figure = Figure(0, len(text), text, 5.0, "exact", "money", unit=unit)
    assert settle_currency(figure, country, text).unit == settled


@pytest.mark.parametrize(
    ("amount", "unit", "sentence", "before", "country", "settled"),
    [
        ("300 pesos", "MXN", "The rate topped 300 pesos.", "Argentina", None, "ARS"),
        ("300 pesos", "MXN", "The rate topped 300 pesos.", "Argentina and Mexico", None, "MXN"),
        ("300 pesos", "MXN", "The rate topped 300 pesos.", "Argentines in Chile, unlike Argentinians", "US", "ARS"),
        ("300 pesos", "MXN", "It pays 300 pesos in Chile.", "Mexicans of Mexico City", None, "CLP"),
        ("300 pesos", "MXN", "It pays 300 pesos in Chile.", "", "CO", "CLP"),
        ("300 pesos", "MXN", "It pays 300 pesos.", "Chile", "CO", "COP"),
        ("300 pesos", "MXN", "It pays 300 pesos.", "Chile", "MX", "MXN"),
        ("300 Mexican pesos", "MXN", "It pays 300 Mexican pesos in Chile.", "", None, "MXN"),
        ("300 francs a day", "CHF per day", "It pays 300 francs a day in Burkina\nFaso.", "", None, "XOF per day"),
        ("300 dollars", "USD", "It pays 300 dollars in Canada.", "", None, "USD"),
    ],
)
def test_shared_word_is_the_money_of_the_country_named(
    amount: str, unit: str, sentence: str, before: str, country: str | None, settled: str
) -> None:
    figure = Figure(0, len(amount), amount, 300.0, "exact", "money", unit=unit, sentence=sentence)
    assert settle_currency(figure, country, f"{before}\n{sentence}").unit == settled
