"""The quantity: what the text alone says of a number; and the settled one: what the parse says that it counts."""

from dataclasses import dataclass

from flows.parse.tokens import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, or a range of them; offsets are into the text it was found in.

    `number_end` is where the (last) number ends: what it counts stands behind. `low` and `high` differ only in a range;
    `value` is the number said, in a range the one said first. `sign` is `+` or `-` when one is written. Both ends of
    "fell from 9 to 7" are `is_of_move`; the second has the `direction`, `up` or `down`.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    low: float
    high: float
    kind: str
    scale: float = 1.0
    unit: str | None = None
    unit_type: str | None = None
    is_range: bool = False
    sign: str | None = None
    is_of_move: bool = False
    direction: str | None = None

    @property
    def is_bare(self) -> bool:
        """True when no unit of the lexicon stands beside the number."""
        return self.unit is None


@dataclass(frozen=True, slots=True)
class Settled:
    """A quantity with its final unit and what it counts; `end` is the offset in the sentence where its text ends."""

    quantity: Quantity
    amount: Span
    unit_type: str
    unit: str | None
    counted: Span | None
    end: int
