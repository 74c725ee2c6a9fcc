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
    assert settle_currency(figure, country).unit == settled
