"""Disjoint sets (union-find): what is joined, directly or through others, is one."""

from dataclasses import dataclass, field


@dataclass
class Clusters:
    """Disjoint sets of the numbers 0 to `size` - 1 (union-find)."""

    size: int
    _parent: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Every number starts as its own set."""
        self._parent = list(range(self.size))

    def find(self, item: int) -> int:
        """The smallest-numbered representative of the set of `item`."""
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, first: int, second: int) -> None:
        """Make one set of the sets of both items."""
        low, high = sorted((self.find(first), self.find(second)))
        self._parent[high] = low

    def members(self) -> dict[int, list[int]]:
        """Items of each set by representative, both in ascending order."""
        result: dict[int, list[int]] = {}
        for item in range(self.size):
            result.setdefault(self.find(item), []).append(item)
        return result
