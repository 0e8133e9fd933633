"""What stands in addresses: cable ids, and the keys that names are known by.

Cable ids: seven random characters and one check character, never reused.

Alphabet and check character are those of NOID (J. Kunze, "Nice Opaque Identifier"): 29 signs, a
prime number, without vowels (no words arise) and without the letter l. The check character is the
sum of each sign's value times its place, from 1, modulo 29. As 29 is prime and larger than the
number of places, any one wrong character and any two swapped neighbours are noticed.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata

ALPHABET = "0123456789bcdfghjkmnpqrstvwxz"
LENGTH = 7
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}


def mint() -> str:
    """A new random id. Whether it is free, the store's unique column says."""
    stem = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return stem + check_character(stem)


def check_character(stem: str) -> str:
    """The check character for the seven characters in front of it."""
    total = sum(place * _VALUE[sign] for place, sign in enumerate(stem, start=1))
    return ALPHABET[total % len(ALPHABET)]


def normalise(typed: str) -> str:
    """An id as somebody typed it: case does not matter, hyphens and blanks are left out."""
    return "".join(typed.split()).replace("-", "").lower()


def is_shaped(id: str) -> bool:
    """Whether the text has the length and the characters of an id, its check left aside."""
    return len(id) == LENGTH + 1 and all(sign in _VALUE for sign in id)


def is_valid(id: str) -> bool:
    """Whether a normalised text is an id: shape and check character."""
    return is_shaped(id) and check_character(id[:LENGTH]) == id[LENGTH]


def slugged(text: str) -> str:
    """Lower case, ASCII letters and digits, single hyphens between.

    >>> slugged("Amembassy São Tomé")
    'amembassy-sao-tome'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^0-9a-z]+", "-", plain.lower()).strip("-")


def key_of(name: str) -> str:
    """The key of a name in an address: its slug, or a digest where no letter of it is ASCII."""
    if not name:
        return ""
    return slugged(name) or f"x-{hashlib.blake2b(name.encode(), digest_size=5).hexdigest()}"
