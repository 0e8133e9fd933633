"""What the archive asks of the store of files."""

from __future__ import annotations

from typing import BinaryIO, Protocol


class Files(Protocol):
    """Bytes by their SHA-256; the errors are those of `app.errors`."""

    def put(self, data: BinaryIO, /) -> tuple[str, int]:
        """Keep a stream; its SHA-256 and its size."""
        ...

    def open(self, sha256: str, /) -> BinaryIO:
        """The kept bytes; `Missing` where there are none."""
        ...

    def verify(self, sha256: str, /) -> int:
        """The size of kept bytes that are as they were put, else `Missing` or `Damaged`."""
        ...
