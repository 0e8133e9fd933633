"""Fills an archive with telegrams whose readings are made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.archive import adding, repository
from app.archive.records import Alias, Naming, NewCable, NewSource, Pointer
from app.archive.store import Store
from app.scans.files import FileStore
from app.telegram.reading import Reading
from tests.web import samples

REF = Alias("ref", "telegram/lisbon/1958/233")


def naming(**more: Any) -> Naming:
    made = Naming(
        title="Telegram 233, Lisbon to the Department of State",
        slug="telegram-233-lisbon-1958-03-04",
        post="Lisbon",
        addressee="the Department of State",
        aliases=(REF, Alias("control", "1958-03-04/4711")),
        pointers=(Pointer(0, (Alias("ref", "telegram/lisbon/1958/229"),)),),
    )
    return replace(made, **more)


@dataclass
class Shelves:
    """An archive and its files."""

    store: Store
    files: FileStore

    def add(
        self,
        text: str = samples.SOURCE,
        reading: Reading | None = None,
        *,
        name: str = "lisbon-233.txt",
        publish: bool = True,
        specimen: bool = False,
        **called: Any,
    ) -> str:
        """A cable from bytes never seen before; its id."""
        data = text.encode()
        sha256 = self.files.put(data).sha256
        with self.store.writing() as tx:
            repository.add_source(tx, NewSource(sha256, name, "text/plain", len(data)))
            new = NewCable(
                sha256, text, reading or samples.reading(), naming(**called), specimen=specimen
            )
            id = adding.add_cable(tx, new)
            if publish:
                repository.publish(tx, id)
        return id

    def add_sent(self, day: int, hour: int = 19, **more: Any) -> str:
        """A published cable sent on that day of March 1958."""
        return self.add_at(f"1958-03-{day:02d}T{hour:02d}:00", **more)

    def add_at(self, local: str, **more: Any) -> str:
        """A published cable sent at that time of day, local and in UTC."""
        reading = samples.reading()
        assert reading.sent is not None
        moment = replace(reading.sent, local=local, utc=f"{local}+00:00")
        # A word of its own at the end makes bytes of its own.
        return self.add(f"{samples.SOURCE}{local}\n", replace(reading, sent=moment), **more)

    def correct(self, id: str, change: Callable[[Reading], Reading], note: str = "") -> int:
        """A new version of a cable by a person."""
        with self.store.writing() as tx:
            return repository.add_version(
                tx, id, change(samples.reading()), naming(), made_by="an archivist", note=note
            )

    def withdraw(self, id: str, reason: str = "It names a living person") -> None:
        with self.store.writing() as tx:
            repository.withdraw(tx, id, reason, by="an archivist")

    def merge(self, id: str, into: str) -> None:
        with self.store.writing() as tx:
            repository.merge(tx, id, into, by="an archivist")

    def likely_same(self, id: str, other: str) -> None:
        with self.store.writing() as tx:
            repository.mark_likely_same(tx, id, other, "text")
