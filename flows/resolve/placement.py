"""Where an entity of one article belongs over all articles, and the evidence for it in words."""

from typing import NamedTuple

Key = tuple[str, ...]
"""What holds a cluster together, as words; entities with equal keys are one."""


class Placed(NamedTuple):
    """The cluster of an entity, and why it is in that one."""

    key: Key
    reason: str


class Settled(NamedTuple):
    """The id of an entity over all articles, and why it has that one."""

    entity_id: str
    reason: str
