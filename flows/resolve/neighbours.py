"""What stands beside a name in articles: two articles that share enough rare names tell one story."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping

RARE = 20  # articles: a name that more of them have tells nothing (and would cost too much to follow)
_ENOUGH = 2  # shared names


class Neighbours:
    """Names of people and organizations by article."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """`names` by `article_id`."""
        self._names = {article_id: frozenset(found) for article_id, found in names.items()}
        articles: defaultdict[str, set[str]] = defaultdict(set)
        for article_id, found in self._names.items():
            for name in found:
                articles[name].add(article_id)
        self._articles = {name: found for name, found in articles.items() if len(found) <= RARE}

    def shared(self, article_id: str, others: Container[str]) -> list[str]:
        """Rare names that an article shares with the one of `others` that has most of them, if they are enough."""
        shared: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._names.get(article_id, ())):
            for other in self._articles.get(name, ()):
                if other != article_id and other in others:
                    shared[other].append(name)
        best = min(shared.values(), key=lambda names: (-len(names), names), default=[])
        return best if len(best) >= _ENOUGH else []
