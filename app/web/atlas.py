"""A map of the world as one SVG path, from the topology that npm's `world-atlas` brings.

The file (Natural Earth's land at 1:110 million) holds each coastline once, as an arc of quantised
steps; rings name arcs, one named as ~n runs backwards. Land only: the borders in it are today's.
The projection is Equal Earth (Savric, Patterson and Jenny, 2018): areas are true, so that Africa
is as large beside Europe as it is. Antarctica, where there was no post, is left off.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

LAND = "vendor/land-110m.json"
WIDE = 1000
SOUTH = -58.0  # degrees; rings wholly south of it are left off
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_SCALE = WIDE / 2 / 2.7066299836

Point = tuple[float, float]  # degrees east and north
Ring = list[Point]


@cache
def land(static: Path) -> str:
    """The path of all land, for an SVG of `WIDE` by `high()` units; empty without the file."""
    try:
        topology = json.loads((static / LAND).read_text(encoding="utf-8"))
    except OSError:
        return ""
    parts = (part for ring in rings(topology, "land") for part in cut(ring))
    return "".join(drawn(part) for part in parts)


def high() -> int:
    """The height of the map in its units."""
    return projected(0, SOUTH)[1]


def projected(east: float, north: float) -> tuple[int, int]:
    """Where a place lies on the map, in its units from the upper left.

    >>> projected(0, 0)[0], projected(-180, 0)[0], projected(180, 0)[0]
    (500, 0, 1000)
    """
    tilt = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(north)))
    square = tilt * tilt
    sixth = square**3
    a, b, c, d = _A
    slope = a + 3 * b * square + sixth * (7 * c + 9 * d * square)
    x = 2 * math.radians(east) * math.cos(tilt) / (math.sqrt(3) * slope)
    y = tilt * (a + b * square + sixth * (c + d * square))
    return round(WIDE / 2 + x * _SCALE), round(_TOP - y * _SCALE)


# the northern edge: 84 degrees, where land ends
_TOP = 0.0
_TOP = float(-projected(0, 84)[1])


def rings(topology: dict[str, Any], name: str) -> Iterator[Ring]:
    """The outer rings of an object of a topology, in degrees."""
    arcs = [_arc(steps, topology["transform"]) for steps in topology["arcs"]]
    for polygon in _polygons(topology["objects"][name]):
        ring: Ring = []
        for number in polygon[0]:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            ring += arc[1:] if ring else arc
        yield ring


def _polygons(geometry: dict[str, Any]) -> Iterator[list[list[int]]]:
    """Polygons, each as its rings of arc numbers, of a geometry and those inside it."""
    if geometry["type"] == "GeometryCollection":
        for inner in geometry["geometries"]:
            yield from _polygons(inner)
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "Polygon":
        yield geometry["arcs"]


def _arc(steps: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    points, x, y = [], 0, 0
    for east, north in steps:
        x, y = x + east, y + north
        points.append((x * wide + west, y * high + south))
    return points


def cut(ring: Ring) -> Iterator[Ring]:
    """A ring in the parts that fit on the map: cut at the date line, and none of Antarctica."""
    if not ring or max(north for _, north in ring) < SOUTH:
        return
    whole = _unwound(ring)
    for turn in (-360.0, 0.0, 360.0):
        moved = [(east + turn, north) for east, north in whole]
        part = _west_of(_west_of(moved, 180.0, 1), -180.0, -1)
        if len(part) > 2:
            yield part


def _unwound(ring: Ring) -> Ring:
    """The ring without its jumps from 180 east to 180 west: it goes on beyond."""
    found, turn, before = [], 0.0, ring[0][0]
    for east, north in ring:
        turn += -360 * round((east - before) / 360)
        found.append((east + turn, north))
        before = east
    return found


def _west_of(ring: Ring, edge: float, side: int) -> Ring:
    """What of a ring lies west of a meridian (side 1) or east of it (side -1)."""
    found: Ring = []
    for (east, north), (on, up) in pairwise([*ring, *ring[:1]]):
        inside, next_inside = (east - edge) * side <= 0, (on - edge) * side <= 0
        if inside:
            found.append((east, north))
        if inside != next_inside:
            found.append((edge, north + (up - north) * (edge - east) / (on - east)))
    return found


def drawn(ring: Ring) -> str:
    """A ring as a closed path of whole steps; steps too small to see are left out."""
    points = [projected(east, north) for east, north in ring]
    (x, y), steps = points[0], []
    for on, down in points[1:]:
        if (on, down) != (x, y):
            steps.append(f"{on - x}{'' if down < y else ' '}{down - y}")
            x, y = on, down
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if len(steps) > 1 else ""
