"""The file store: bytes as received, named by their SHA-256, never changed.

Two kinds behind one class: a folder, and a bucket of an S3 service. What `put` has returned is on
the disk (or acknowledged by the service) under its hash; nothing half-written ever has a name.
Files are spread over 256 folders by the first two characters of the hash.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import secrets
import shutil
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from app.errors import Damaged, DiskFull, FileStoreFailed, Missing, ReftelError, WrongAddress

if TYPE_CHECKING:
    from obstore.store import S3Store

BLOCK = 1 << 20
LEFT_OVER = 24 * 3600  # seconds after which an unfinished file is nobody's any more


class Stored(NamedTuple):
    """What was put: its name in the store, and its size in bytes."""

    sha256: str
    size: int


def open_files(url: str) -> FileStore:
    """The file store at an address.

    Args:
        url: `file:///folder`, or `s3://bucket/prefix`, with `?endpoint=http://host:port` and
            `&region=...` where the service is not the one that AWS_* names. The keys are taken
            from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, never from the address.

    Raises:
        WrongAddress: it is neither.
        FileStoreFailed: the folder cannot be made or written.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return FolderStore(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        return BucketStore(url)
    raise WrongAddress(
        url=url,
        cause="files are kept in a folder or in an S3 bucket",
        next_step="Write file:///folder/files or s3://bucket/prefix",
    )


class FileStore(ABC):
    """Bytes by their SHA-256. Safe to share between threads and processes."""

    place: str

    @abstractmethod
    def put(self, data: bytes | BinaryIO) -> Stored:
        """Keep bytes, or a stream read to its end. The same bytes twice are kept once.

        Raises:
            DiskFull: there is no space left; nothing was kept.
            FileStoreFailed: the folder or the service refuses.
        """

    @abstractmethod
    def open(self, sha256: str) -> BinaryIO:
        """The kept bytes as a stream, not verified; the caller closes it.

        Raises:
            Missing: nothing of that hash is kept.
            FileStoreFailed: the folder or the service refuses.
        """

    @abstractmethod
    def names(self) -> Iterator[str]:
        """The SHA-256 of everything kept, in no order."""

    @abstractmethod
    def check(self) -> None:
        """See that the store answers and can be written.

        Raises:
            FileStoreFailed: it does not, or cannot.
        """

    def read(self, sha256: str) -> bytes:
        """The kept bytes, verified.

        Raises:
            Missing: nothing of that hash is kept.
            Damaged: the bytes kept are not those that were put.
            FileStoreFailed: the folder or the service refuses.
        """
        with self.open(sha256) as stream:
            data = stream.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _damaged(self.place, sha256)
        return data

    @abstractmethod
    def part(self, sha256: str, start: int, end: int) -> bytes:
        """A half-open stretch of kept bytes, not verified: the whole of a bulk file is not read.

        Raises:
            Missing: nothing of that hash is kept.
            FileStoreFailed: the folder or the service refuses.
        """

    @abstractmethod
    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """The kept bytes as a file on this machine, to be read only, for the length of a block.

        Raises:
            Missing: nothing of that hash is kept.
            FileStoreFailed: the folder or the service refuses.
        """

    def free(self) -> int | None:
        """How many bytes more there is space for; None where nobody can say."""
        return None

    def verify(self, sha256: str) -> int:
        """Read kept bytes through and compare them with their name.

        Returns:
            The size in bytes.

        Raises:
            Missing, Damaged, FileStoreFailed: as for `read`.
        """
        found, size = hashlib.sha256(), 0
        with self.open(sha256) as stream:
            while block := stream.read(BLOCK):
                found.update(block)
                size += len(block)
        if found.hexdigest() != sha256:
            raise _damaged(self.place, sha256)
        return size


class FolderStore(FileStore):
    """A folder on a local disk."""

    def __init__(self, folder: Path) -> None:
        self.place = str(folder)
        self._folder = folder
        self._incoming = folder / "incoming"
        with _telling(self.place):
            self._incoming.mkdir(parents=True, exist_ok=True)
            self._sweep()

    def put(self, data: bytes | BinaryIO) -> Stored:
        with _telling(self.place):
            unfinished = self._incoming / secrets.token_hex(8)
            try:
                stored = _write(unfinished, data)
                self._name(unfinished, stored.sha256)
            finally:
                with suppress(OSError):
                    unfinished.unlink(missing_ok=True)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        try:
            with _telling(self.place):
                return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise _missing(self.place, sha256) from None

    def part(self, sha256: str, start: int, end: int) -> bytes:
        with self.open(sha256) as stream, _telling(self.place):
            stream.seek(start)
            return stream.read(end - start)

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        self.open(sha256).close()
        yield self._path(sha256)

    def free(self) -> int | None:
        with _telling(self.place):
            return shutil.disk_usage(self._folder).free

    def names(self) -> Iterator[str]:
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if len(path.name) == 64:
                yield path.name

    def check(self) -> None:
        with _telling(self.place):
            probe = self._incoming / f"check-{secrets.token_hex(8)}"
            try:
                probe.write_bytes(b"")
            except FileNotFoundError as error:
                raise FileStoreFailed(place=self.place, cause="the folder is gone") from error
            probe.unlink()

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _name(self, unfinished: Path, sha256: str) -> None:
        """Give a finished file its name; what has that name already stays, unless it is damaged."""
        path = self._path(sha256)
        if not path.parent.exists():
            path.parent.mkdir(exist_ok=True)
            _sync_folder(self._folder)
        try:
            os.link(unfinished, path)
        except FileExistsError:
            if _sha256(path) != sha256:
                # Damaged: the good bytes are in hand. The bad ones are set aside, not lost.
                path.rename(path.with_name(f"{sha256}.damaged-{secrets.token_hex(4)}"))
                os.link(unfinished, path)
        # Also where another process was first: it may not have come to this line yet.
        _sync_folder(path.parent)

    def _sweep(self) -> None:
        """Remove what a killed process left half-written long ago."""
        for left in self._incoming.iterdir():
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > LEFT_OVER:
                    left.unlink()


class BucketStore(FileStore):
    """A bucket of an S3 service, with an optional prefix."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._prefix = parts.path.strip("/")
        self.place = f"s3://{parts.netloc}/{self._prefix}".rstrip("/")
        self._store = _s3(parts.netloc, parse_qs(parts.query))

    def put(self, data: bytes | BinaryIO) -> Stored:
        import obstore

        held = data if isinstance(data, bytes) else data.read()
        stored = Stored(hashlib.sha256(held).hexdigest(), len(held))
        with _telling_s3(self.place), suppress(obstore.exceptions.AlreadyExistsError):
            obstore.put(
                self._store, self._key(stored.sha256), held, mode="create", use_multipart=False
            )
        return stored

    def open(self, sha256: str) -> BinaryIO:
        import obstore

        try:
            with _telling_s3(self.place):
                return BytesIO(bytes(obstore.get(self._store, self._key(sha256)).bytes()))
        except FileNotFoundError:
            raise _missing(self.place, sha256) from None

    def part(self, sha256: str, start: int, end: int) -> bytes:
        import obstore

        try:
            with _telling_s3(self.place):
                return bytes(
                    obstore.get_range(self._store, self._key(sha256), start=start, end=end)
                )
        except FileNotFoundError:
            raise _missing(self.place, sha256) from None

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        with ExitStack() as held:
            with self.open(sha256) as stream, _telling(tempfile.gettempdir()):
                copied = held.enter_context(tempfile.NamedTemporaryFile(prefix="reftel-"))
                shutil.copyfileobj(stream, copied)
                copied.flush()
            yield Path(copied.name)

    def names(self) -> Iterator[str]:
        import obstore

        with _telling_s3(self.place):
            for batch in obstore.list(self._store, prefix=self._prefix or None):
                for found in batch:
                    name = found["path"].rpartition("/")[2]
                    if len(name) == 64:
                        yield name

    def check(self) -> None:
        import obstore

        with _telling_s3(self.place):
            obstore.list_with_delimiter(self._store, prefix=f"{self._prefix}/none".strip("/"))

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}/{sha256[:2]}/{sha256}".strip("/")


def _s3(bucket: str, query: dict[str, list[str]]) -> S3Store:
    from obstore.store import S3Store

    options: dict[str, str] = {}
    endpoint = query.get("endpoint", [os.environ.get("AWS_ENDPOINT_URL", "")])[0]
    if endpoint:
        options["endpoint"] = endpoint
    region = os.environ.get("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION", "us-east-1"))
    options["region"] = query.get("region", [region])[0]
    plain = endpoint.startswith("http://")
    return S3Store(
        bucket,
        config=options,  # type: ignore[arg-type]
        client_options={"allow_http": plain, "timeout": "60s"},
        retry_config={"max_retries": 3, "retry_timeout": dt.timedelta(seconds=20)},
    )


def _write(path: Path, data: bytes | BinaryIO) -> Stored:
    """Write a new read-only file and have it on the disk."""
    stream = BytesIO(data) if isinstance(data, bytes) else data
    found, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    with os.fdopen(descriptor, "wb") as out:
        os.fchmod(out.fileno(), 0o444)  # whatever the umask says
        while block := stream.read(BLOCK):
            found.update(block)
            out.write(block)
            size += len(block)
        out.flush()
        os.fsync(out.fileno())
    return Stored(found.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    # Without it the name of a file that is itself on the disk may be lost with the power.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _missing(place: str, sha256: str) -> Missing:
    return Missing(thing=f"The file {sha256} in {place}")


def _damaged(place: str, sha256: str) -> Damaged:
    return Damaged(thing=f"The file {sha256} in {place}", cause="its bytes have changed")


@contextmanager
def _telling(place: str) -> Iterator[None]:
    """Turn what the system says into our own errors; a missing file is the caller's to word."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(place=place) from error
        raise FileStoreFailed(place=place, cause=error.strerror or str(error)) from error


@contextmanager
def _telling_s3(place: str) -> Iterator[None]:
    import obstore

    try:
        yield
    except (FileNotFoundError, ReftelError):
        raise
    except (obstore.exceptions.BaseError, OSError) as error:
        cause = str(error).splitlines()[0][:200] or type(error).__name__
        raise FileStoreFailed(place=place, cause=cause) from error
