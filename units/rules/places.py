"""How far two places lie apart (U8, V2)."""

from math import asin, cos, radians, sin, sqrt

_EARTH = 6_371_008.8  # mean radius in metres


def distance_metres(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """The way of the crow in metres between two points in degrees (U8, V2), within 0.6 %."""
    north, south = radians(lat1), radians(lat2)
    half = (
        sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(lng2 - lng1) / 2) ** 2
    )
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))
