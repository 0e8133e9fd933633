"""What each page of the desk is handed; the rules are those of `app.web.contexts`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is signed in, and the token of the forms."""

    name: str
    role: str
    csrf: str
    may_archive: bool


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Where one signs in."""

    name: str  # as typed before
    back: str  # where to go from here
    trouble: str  # empty at first
    remedy: str


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A browser that is signed in."""

    number: int
    where: str
    seen: str
    made: str
    own: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account."""

    frame: Frame
    sessions: tuple[ShownSession, ...]
    said: str  # what was just done
    trouble: str
