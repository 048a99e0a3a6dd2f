"""How far places are from one another."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def distance_km(one: Point, other: Point) -> float:
    """Return the distance over the globe in kilometres, by the haversine formula."""
    north, south = radians(one[0]), radians(other[0])
    turn = radians(other[1] - one[1])
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(turn / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
