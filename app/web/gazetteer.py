"""What the vocabulary knows of posts and series, by the keys that stand in addresses."""

from __future__ import annotations

import math
from collections.abc import Collection

from app.archive.ids import key_of
from app.formats.names import place
from app.telegram.vocabulary import Post, Series, Vocabulary

EARTH_KM = 6371.0


class Gazetteer:
    """Posts and series of the vocabulary; what it does not know, it has nothing to say of."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._posts = {key_of(place(post.name)): post for post in vocabulary.posts}
        self._series = {key_of(series.name): series for series in vocabulary.series}

    def post(self, key: str) -> Post | None:
        """The post with this key."""
        return self._posts.get(key)

    def series(self, key: str) -> Series | None:
        """The series with this key."""
        return self._series.get(key)

    def near(self, key: str, held: Collection[str], many: int) -> tuple[tuple[str, float], ...]:
        """The nearest of the posts that are held, by their keys, each with its distance in km."""
        here = self._posts.get(key)
        if here is None or here.latitude is None:
            return ()
        others = ((other, self._posts.get(other)) for other in held if other != key)
        far = [
            (apart(here, post), other)
            for other, post in others
            if post is not None and post.latitude is not None
        ]
        return tuple((other, distance) for distance, other in sorted(far)[:many])


def apart(one: Post, other: Post) -> float:
    """Kilometres over the sphere between two posts that have coordinates (haversine)."""
    first, second = (
        (math.radians(post.latitude or 0), math.radians(post.longitude or 0))
        for post in (one, other)
    )
    half_north, half_east = ((b - a) / 2 for a, b in zip(first, second, strict=True))
    chord = (
        math.sin(half_north) ** 2
        + math.cos(first[0]) * math.cos(second[0]) * math.sin(half_east) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))
