from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.desk.spool import KEPT, Spool
from app.errors import Conflict, DiskLow, OffsetWrong


def send(spool: Spool, data: bytes, offset: int = 0, number: int = 1) -> None:
    with spool.writing(7, number, offset) as out:
        out.write(data)


def test_pieces_are_put_together_in_order(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "uploads", 0)
    assert spool.arrived(7, 1) == 0
    send(spool, b"one ")
    send(spool, b"two", 4)
    assert spool.path(7, 1).read_bytes() == b"one two"
    assert Spool(tmp_path / "uploads", 0).arrived(7, 1) == 7  # another process knows it too


def test_what_came_before_a_sender_went_away_stays(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 0)
    with pytest.raises(RuntimeError), spool.writing(7, 1, 0) as out:  # noqa: PT012
        out.write(b"half")
        raise RuntimeError
    assert spool.arrived(7, 1) == 4


@pytest.mark.parametrize("offset", [0, 3, 5])
def test_a_piece_for_another_place_is_refused_and_nothing_is_written(
    tmp_path: Path, offset: int
) -> None:
    spool = Spool(tmp_path, 0)
    send(spool, b"four")
    with pytest.raises(OffsetWrong, match="has 4 bytes here"):
        send(spool, b"more", offset)
    assert spool.arrived(7, 1) == 4


def test_one_sender_at_a_time(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 0)
    with spool.writing(7, 1, 0), pytest.raises(Conflict, match="another window"):
        send(spool, b"x")
    send(spool, b"y")


def test_room_is_asked_for_before_anything_is_taken(tmp_path: Path) -> None:
    Spool(tmp_path / "uploads", 0).require_room(1)
    with pytest.raises(DiskLow, match="Free some space there"):
        Spool(tmp_path / "uploads", 1 << 60).require_room(0)
    with pytest.raises(DiskLow):
        Spool(tmp_path / "uploads", 0).require_room(1 << 60)


def test_what_nobody_goes_on_with_is_removed_after_a_week(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 0)
    spool.sweep()
    send(spool, b"old", number=1)
    send(spool, b"new", number=2)
    with spool.writing(8, 1, 0) as out:
        out.write(b"old")
    for path in (spool.path(7, 1), spool.path(8, 1)):
        os.utime(path, (time.time() - KEPT - 60,) * 2)
    spool.sweep()
    assert [
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    ] == ["7/2"]
    spool.remove(7, 2)
    spool.remove(7, 2)  # gone is gone
    spool.remove_batch(7)
    assert not (tmp_path / "7").exists()
