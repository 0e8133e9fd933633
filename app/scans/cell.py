"""The process in which files of strangers are decoded: a parent that forks once for every call.

It is started with nothing but a scrubbed environment, has its libraries loaded before the first
call, and never looks at a file itself: each call is done by a child with limits of its own on
memory, time, file size and descriptors, which can only write its answer into a pipe. The child is
killed at the wall clock, or when whoever asked goes away.

A call and an answer are frames: the length of a JSON head, the length of what follows it, both.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple, NoReturn

from app.errors import ReftelError

MOST_ANSWERED = 256 << 20  # bytes
_BLOCK = 1 << 16
_SIZES = 8  # bytes for each of the two lengths

Answer = tuple[dict[str, Any], bytes]
Task = Callable[..., Answer]


class Ended(NamedTuple):
    """How a call ended, as the parent saw it: `done`, `slow`, `large` or `died`."""

    how: str
    signal: int
    answer: bytes


def frame(head: dict[str, Any], body: bytes = b"") -> bytes:
    told = json.dumps(head).encode()
    return len(told).to_bytes(_SIZES, "big") + len(body).to_bytes(_SIZES, "big") + told + body


def parse(framed: bytes) -> Answer:
    """The head and what follows it.

    Raises:
        ValueError: cut off, or no frame.
    """
    ends = [int.from_bytes(framed[at : at + _SIZES], "big") for at in (0, _SIZES)]
    start = 2 * _SIZES
    if len(framed) != start + sum(ends):
        raise ValueError("a frame is cut off")
    head = json.loads(framed[start : start + ends[0]])
    if not isinstance(head, dict):
        raise ValueError("a frame has no head")
    return head, framed[start + ends[0] :]


def read_frame(stream: BinaryIO) -> Answer | None:
    """The next frame of a stream; None at its end, or where it is cut off."""
    sizes = stream.read(2 * _SIZES)
    if len(sizes) < 2 * _SIZES:
        return None
    rest = int.from_bytes(sizes[:_SIZES], "big") + int.from_bytes(sizes[_SIZES:], "big")
    held = stream.read(rest)
    return parse(sizes + held) if len(held) == rest else None


def main() -> None:
    """Serve calls from standard input until it ends."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    silence(1)
    while call := read_frame(calls):
        ended = _served(*call)
        answers.write(frame({"how": ended.how, "signal": ended.signal}, ended.answer))
        answers.flush()


def silence(descriptor: int) -> None:
    """What libraries print must not get between the answers."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def task(name: str) -> Task:
    """The function `module:function` of this room."""
    module, _, function = name.partition(":")
    found: Task = getattr(import_module(f"app.scans.{module}"), function)
    return found


def answer_of(work: Task, arguments: dict[str, Any], body: bytes) -> bytes:
    """What a task answers, or the error it raised, as a frame."""
    try:
        return frame(*work(body, **arguments)) if body else frame(*work(**arguments))
    except ReftelError as error:
        values = {key: str(value) for key, value in error.values.items()}
        return frame({"error": type(error).__name__, "values": values})
    except MemoryError:
        return frame({"error": "MemoryError"})
    except RecursionError:
        return frame({"error": "Exception", "cause": "it is nested too deep"})
    except Exception as error:  # whatever a decoder says of a broken file is the file's fault
        return frame({"error": "Exception", "cause": f"{type(error).__name__}: {error}"[:300]})


def _served(head: dict[str, Any], body: bytes) -> Ended:
    work = task(head["task"])  # loaded here, once, and not in each child
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _work(work, head, body, writer)
    os.close(writer)
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        how, answer = _gathered(pipe, time.monotonic() + head["seconds"])
    if how != "done":
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if how == "done" and status:
        how = "died"
    return Ended(how, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, answer)


def _gathered(pipe: BinaryIO, deadline: float) -> tuple[str, bytes]:
    """All a child writes until it ends, the deadline comes or whoever asked is gone."""
    blocks: list[bytes] = []
    size = 0
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([pipe.fileno(), 0], [], [], left)
        if 0 in ready:  # nothing is asked while a call is served: this is the end of the stream
            return "gone", b""
        if not ready:
            break
        block = pipe.read(_BLOCK)
        if not block:
            return "done", b"".join(blocks)
        blocks.append(block)
        size += len(block)
        if size > MOST_ANSWERED:
            return "large", b""
    return "slow", b""


def _work(work: Task, head: dict[str, Any], body: bytes, writer: int) -> NoReturn:
    """The life of a child."""
    try:
        os.setsid()
        for descriptor in (0, 2):
            silence(descriptor)
        _limit(head["memory"], head["seconds"])
        answer = answer_of(work, head["arguments"], body)
        with os.fdopen(writer, "wb") as out:
            out.write(answer)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _limit(memory: int, seconds: int) -> None:
    _set(resource.RLIMIT_AS, memory)
    _set(resource.RLIMIT_CPU, seconds)
    _set(resource.RLIMIT_FSIZE, 0)  # it has nothing to write but its pipe
    _set(resource.RLIMIT_NOFILE, 64)
    _set(resource.RLIMIT_CORE, 0)
    if os.geteuid():  # the superuser is not held by it
        _set(resource.RLIMIT_NPROC, 0)


def _set(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (most, most))
