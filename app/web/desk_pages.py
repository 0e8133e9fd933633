"""The contexts of the desk's own pages, from what the archive hands out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from app.archive.records import BatchFile, BatchRow, CableRow, CableState, FileFate
from app.archive.review import Pace, PageProgress
from app.errors import ReftelError
from app.web import urls, wording
from app.web.contexts import Link
from app.web.desk_contexts import (
    BatchesPage,
    BatchPage,
    Frame,
    ShownBatch,
    ShownFile,
    UploadPage,
)

FILES = 100  # of a batch on one page
NAMED = 3  # cables of one file that are named beside it
MOVING = (FileFate.ARRIVING, FileFate.ACCEPTED, FileFate.WORKING)
BAD = (FileFate.REFUSED, FileFate.FAILED, FileFate.CANCELLED)
TOO_EARLY = "Too early to tell how long it will take."
QUIET = dt.timedelta(minutes=5)  # without a finished file no time left is told
# What the links above the table show.
SHOWN: dict[str, tuple[tuple[FileFate, ...], str]] = {
    "": ((), "All"),
    "moving": (MOVING, "Under way"),
    "read": ((FileFate.READ,), "Read"),
    "held": ((FileFate.HELD,), "Already held"),
    "bad": (BAD, "Not taken or failed"),
}
STATES: dict[FileFate, tuple[str, str]] = {
    FileFate.ARRIVING: ("Arriving", "busy"),
    FileFate.ACCEPTED: ("Waiting to be read", "busy"),
    FileFate.HELD: ("Already held", "plain"),
    FileFate.WORKING: ("Being read", "busy"),
    FileFate.READ: ("Read", "ok"),
    FileFate.REFUSED: ("Not taken", "bad"),
    FileFate.FAILED: ("Could not be read", "bad"),
    FileFate.CANCELLED: ("Cancelled", "plain"),
}
SAID = {
    "cancelled": "The batch is cancelled: what was still under way has stopped, what was read stays.",
    "again": "What had failed is waiting to be read again.",
    "nothing": "There was nothing to read again.",
    "cut": "Something went wrong midway. What is listed as arriving did not come: send it again below.",
    "published": "Published.",
}


def upload_page(
    frame: Frame,
    newest: Sequence[BatchRow],
    drafts: int,
    counted: int,
    largest: int,
    trouble: ReftelError | None,
    *,
    able: str = "",
) -> UploadPage:
    """The desk's front; `able` is what its machine holds back for want of memory."""
    return UploadPage(
        frame,
        tuple(shown_batch(batch) for batch in newest),
        f"Batch of {dt.datetime.now(dt.UTC):%d %B %Y}".replace("of 0", "of "),
        f"Up to {wording.size(largest)} a file. {able}".strip(),
        trouble.reason if trouble else "",
        trouble.remedy if trouble else "",
        min(drafts, counted),
        drafts > counted,
    )


def batches_page(frame: Frame, found: Sequence[BatchRow], *, more: bool) -> BatchesPage:
    """A stretch of the list of batches."""
    earlier = urls.batches(before=found[-1].id) if more else ""
    return BatchesPage(frame, tuple(shown_batch(batch) for batch in found), earlier)


def shown_batch(batch: BatchRow) -> ShownBatch:
    """A batch in a list, with where it stands as a whole."""
    failed = sum(batch.counts.get(fate, 0) for fate in (FileFate.REFUSED, FileFate.FAILED))
    done = batch.files - _moving(batch)
    if not batch.settled:
        state, kind = f"{done:,} of {batch.files:,} done", "busy"
    elif batch.cancelled_at is not None:
        state, kind = "Cancelled", "plain"
    elif failed:
        state, kind = f"{failed:,} not taken or failed", "bad"
    else:
        state, kind = "Done", "ok"
    return ShownBatch(batch.name, urls.batch(batch.id), _meta(batch), state, kind)


def batch_page(
    frame: Frame,
    batch: BatchRow,
    files: Sequence[BatchFile],
    cables: Mapping[str, tuple[CableRow, ...]],
    drafts: int,
    *,
    pace: str,
    pages: Mapping[str, PageProgress],
    arrived: Callable[[int, int], int],
    show: str,
    said: str,
) -> BatchPage:
    """One batch; `files` are those shown and one more where there are more."""
    some = files[:FILES]
    moving = _moving(batch)
    done = batch.files - moving
    more = urls.batch(batch.id, show=show, after=some[-1].number) if len(files) > FILES else ""
    counts = batch.counts
    return BatchPage(
        frame=frame,
        number=batch.id,
        name=batch.name,
        meta=_meta(batch),
        place=_place(batch),
        said=SAID.get(said, ""),
        done=done,
        total=batch.files,
        progress=_progress(batch, done),
        pace=pace,
        live=not batch.settled,
        arriving=counts.get(FileFate.ARRIVING, 0),
        failed=sum(counts.get(fate, 0) for fate in BAD),
        stopped=sum(counts.get(fate, 0) for fate in (FileFate.FAILED, FileFate.CANCELLED)),
        drafts=drafts,
        filters=tuple(_filters(batch, show)),
        files=tuple(
            _shown_file(file, cables.get(file.sha256, ()), arrived, pages.get(file.sha256))
            for file in some
        ),
        more=more,
        href=urls.batch(batch.id, show=show),
    )


def pace_words(batch: BatchRow, finished: Sequence[dt.datetime], reading: Pace | None) -> str:
    """The rate and the time left: of pages while scans are read, of files while they arrive."""
    now = dt.datetime.now(dt.UTC)
    if reading is not None:
        words = reading_pace(reading, now)
        if words and reading.unknown and reading.first.reads:
            more = wording.count(reading.unknown, "file")
            return f"{words}, without {more} whose pages are not counted yet"
        return words
    arriving = batch.counts.get(FileFate.ARRIVING, 0)
    if not arriving:
        return ""
    if quiet := _quiet(finished, now):
        return f"No file was finished for {quiet}."
    rate = a_minute(finished, now)
    return f"{_rate(rate, 'file')}, {_time(arriving / rate)} left" if rate else TOO_EARLY


def reading_pace(reading: Pace, now: dt.datetime) -> str:
    """How fast pages are read, and how long both passes over them will take.

    The first pass is done before the second, which is slower: what is left of each is told by the
    pace of its own, and nothing that is not known is told.

    >>> at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    >>> from app.archive.review import Stage
    >>> ago = lambda step, many: tuple(at - dt.timedelta(seconds=step * n) for n in range(many))
    >>> reading_pace(Pace(Stage(ago(2, 9), 60), Stage((), 90), 0), at)
    '30 pages a minute: all are searchable in about 2 minutes. Then each is read again, better; how long that takes is not known yet'
    >>> reading_pace(Pace(Stage(ago(2, 9), 60), Stage(ago(6, 9), 90), 0), at)
    '30 pages a minute, about 11 minutes left; all are searchable in about 2 minutes'
    >>> reading_pace(Pace(Stage(ago(2, 9), 60), Stage(), 0), at)
    '30 pages a minute, about 2 minutes left'
    >>> reading_pace(Pace(Stage(ago(2, 9)), Stage(ago(6, 9), 90), 0), at)
    '10 pages a minute, about 9 minutes left'
    >>> reading_pace(Pace(Stage(ago(2, 9)), Stage(ago(6, 1), 90), 0), at)
    'Too early to tell how long it will take.'
    >>> reading_pace(Pace(Stage(ago(700, 9)[1:], 4), Stage(), 0), at)
    'No page was read for 11 minutes.'
    >>> reading_pace(Pace(Stage(), Stage(), 2), at)
    'No page of a scan that waits was read yet.'
    """
    first, better = reading.first, reading.better
    if not first.reads and reading.unknown:
        return "No page of a scan that waits was read yet."
    if quiet := _quiet(sorted((*first.reads[:1], *better.reads[:1]), reverse=True), now):
        return f"No page was read for {quiet}."
    running = first if first.left else better
    rate, again = a_minute(running.reads, now), a_minute(better.reads, now)
    if not rate:
        return TOO_EARLY if running.left else ""
    words, soon = _rate(rate, "page"), _time(running.left / rate)
    if not (first.left and better.left):
        return f"{words}, {soon} left"
    if not again:
        return (
            f"{words}: all are searchable in {soon}. Then each is read again, better; how long that "
            "takes is not known yet"
        )
    both = _time(first.left / rate + better.left / again)
    return f"{words}, {both} left; all are searchable in {soon}"


def a_minute(times: Sequence[dt.datetime], now: dt.datetime) -> float:
    """How many of these steps, the latest first, were done a minute of late; 0 where too few were.

    >>> at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    >>> a_minute([at - dt.timedelta(seconds=20 * n) for n in range(4)], at), a_minute([at], at)
    (3.0, 0.0)
    """
    recent = [at for at in times if now - at <= QUIET]
    span = (now - recent[-1]).total_seconds() if recent else 0
    return (len(recent) - 1) * 60 / span if len(recent) > 2 and span > 0 else 0.0


def _quiet(times: Sequence[dt.datetime], now: dt.datetime) -> str:
    """For how long nothing was done, where that is long."""
    if not times or now - times[0] <= QUIET:
        return ""
    return wording.count(int((now - times[0]).total_seconds()) // 60, "minute")


def _rate(a_minute: float, noun: str) -> str:
    many = f"{a_minute:.0f}" if a_minute >= 1 else f"{a_minute:.1f}"
    return f"{many} {noun if many == '1' else noun + 's'} a minute"


def _time(minutes: float) -> str:
    if minutes < 1:
        return "less than a minute"
    if minutes >= 90:
        return f"about {minutes / 60:.0f} hours"
    return f"about {wording.count(round(minutes), 'minute')}"


def _moving(batch: BatchRow) -> int:
    return sum(batch.counts.get(fate, 0) for fate in MOVING)


def _meta(batch: BatchRow) -> str:
    files = wording.count(batch.files, "file")
    return f"{files}, by {batch.made_by}, {wording.instant(batch.made_at)}"


def _place(batch: BatchRow) -> str:
    parts = []
    if batch.collection is not None:
        c = batch.collection
        named = (("", c.repository), ("RG ", c.record_group), ("", c.series), ("box ", c.box),
                 ("folder ", c.folder))  # fmt: skip
        parts.append(", ".join(f"{word}{value}" for word, value in named if value))
    if batch.provenance:
        parts.append(batch.provenance)
    if batch.publish:
        parts.append("each cable is published as soon as it is read")
    return "; ".join(parts)


def _progress(batch: BatchRow, done: int) -> str:
    words = [f"{done:,} of {wording.count(batch.files, 'file')} done"]
    for fate, said in (
        (FileFate.ARRIVING, "arriving"), (FileFate.ACCEPTED, "waiting"),
        (FileFate.WORKING, "being read"), (FileFate.READ, "read"), (FileFate.HELD, "already held"),
        (FileFate.REFUSED, "not taken"), (FileFate.FAILED, "failed"),
        (FileFate.CANCELLED, "cancelled"),
    ):  # fmt: skip
        if many := batch.counts.get(fate, 0):
            words.append(f"{many:,} {said}")
    return ", ".join(words)


def _filters(batch: BatchRow, show: str) -> list[Link]:
    found = []
    for name, (fates, words) in SHOWN.items():
        many = sum(batch.counts.get(fate, 0) for fate in fates) if fates else batch.files
        if many or name in ("", show):
            href = urls.batch(batch.id, show=name)
            found.append(Link(words, href, f"{many:,}", name == show))
    return found


def _shown_file(
    file: BatchFile,
    cables: Sequence[CableRow],
    arrived: Callable[[int, int], int],
    pages: PageProgress | None,
) -> ShownFile:
    state, kind = STATES[file.fate]
    if file.fate in (FileFate.READ, FileFate.HELD) and cables:
        state, kind = _standing(cables, state, kind)
    done, total = 0, 0
    if file.fate is FileFate.ARRIVING:
        done, total = arrived(file.batch_id, file.number), file.size
    elif pages is not None and (pages.step or pages.first):
        state, done, total = page_words(pages)
    shown = tuple(Link(row.title, urls.cable(row.id)) for row in cables[:NAMED])
    if len(cables) > NAMED:
        shown += (Link(f"and {len(cables) - NAMED} more", urls.batch(file.batch_id, "review")),)
    return ShownFile(
        file.number, file.name, wording.size(file.size), shown, state, kind, file.reason,
        file.remedy, done, total,
    )  # fmt: skip


def page_words(pages: PageProgress) -> tuple[str, int, int]:
    """How far a scan has come, in words and as done of total.

    >>> page_words(PageProgress(62, 30, 0, "page 31"))
    ('Reading page 31 of 62', 30, 62)
    >>> page_words(PageProgress(62, 62, 20, "better text of page 21"))
    ('Text is there; reading page 21 of 62 again, better', 20, 62)
    >>> page_words(PageProgress(0, 0, 0, "page 1"))
    ('Being read', 0, 0)
    """
    if not pages.pages:
        return "Being read", 0, 0
    if pages.first < pages.pages:
        return f"Reading page {pages.first + 1} of {pages.pages}", pages.first, pages.pages
    number = min(pages.better + 1, pages.pages)
    words = f"Text is there; reading page {number} of {pages.pages} again, better"
    return words, pages.better, pages.pages


def _standing(cables: Sequence[CableRow], state: str, kind: str) -> tuple[str, str]:
    """What is said of a file once its cables are here."""
    states = {row.state for row in cables}
    if kind != "ok":
        return state, kind
    if CableState.DRAFT in states:
        return "Ready to review", "ok"
    return ("Published", "ok") if CableState.PUBLISHED in states else ("Withdrawn", "plain")
