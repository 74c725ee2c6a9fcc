"""A spool gives back what it was given, however often, in memory or on disk."""

from pathlib import Path

import pytest

from flows.spool import Spool


@pytest.mark.parametrize("bytes_in_memory", [1_000_000, 10])
def test_items_come_back_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bytes_in_memory: int) -> None:
    monkeypatch.setattr("flows.spool._BYTES_IN_MEMORY", bytes_in_memory)
    spool: Spool[dict[str, int]] = Spool(tmp_path)
    for number in range(50):
        spool.append({"number": number})
    assert [item["number"] for item in spool] == [item["number"] for item in spool] == list(range(50))
    assert (len(spool), list(tmp_path.iterdir())) == (50, [])


def test_items_may_come_while_others_are_read(tmp_path: Path) -> None:
    spool: Spool[int] = Spool(tmp_path)
    spool.append(1)
    spool.append(2)
    for item in spool:
        spool.append(10 * item)
    assert list(spool) == [1, 2, 10, 20]


def test_an_empty_spool_is_false() -> None:
    assert not Spool()
