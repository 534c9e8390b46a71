"""Links that open a map application on the telephone, by its public address scheme (U10).

A link is only followed when somebody taps it: no page asks a map for anything. Positions are kept
as a telephone gives them (WGS 84). Chinese maps are drawn on a shifted datum (GCJ-02); Amap and
Baidu take ours and shift it themselves, Tencent wants it shifted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from urllib.parse import quote, urlencode

from core.money import Number

_AXIS = 6_378_245.0  # Krasovsky 1940, as GCJ-02 is computed with
_FLATNESS = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271


@dataclass(frozen=True)
class MapLink:
    """`map` is amap, baidu or tencent; `url` opens its application or its page."""

    map: str
    url: str


def map_links(
    name: str, address: str, latitude: Number | None, longitude: Number | None
) -> list[MapLink]:
    """The place on the three maps: by its position, else by its address, else none."""
    if latitude is not None and longitude is not None:
        return _by_position(name, address or name, float(latitude), float(longitude))
    return _by_address(address) if address else []


def gcj02(latitude: float, longitude: float) -> tuple[float, float]:
    """A position as Chinese maps draw it; outside China it stays. Degrees in and out."""
    if not (_SOUTH < latitude < _NORTH and _WEST < longitude < _EAST):
        return latitude, longitude
    x, y = longitude - 105.0, latitude - 35.0
    angle = latitude / 180.0 * pi
    bulge = 1 - _FLATNESS * sin(angle) ** 2
    north = _north(x, y) * 180.0 / (_AXIS * (1 - _FLATNESS) / (bulge * sqrt(bulge)) * pi)
    east = _east(x, y) * 180.0 / (_AXIS / sqrt(bulge) * cos(angle) * pi)
    return latitude + north, longitude + east


def _by_position(name: str, address: str, latitude: float, longitude: float) -> list[MapLink]:
    shifted = gcj02(latitude, longitude)
    amap = {
        "position": f"{longitude:.6f},{latitude:.6f}",
        "name": name,
        "coordinate": "wgs84",
        "callnative": 1,
    }
    baidu = {
        "location": f"{latitude:.6f},{longitude:.6f}",
        "title": name,
        "content": address,
        "coord_type": "wgs84",
        "output": "html",
        "src": "tuoke",
    }
    spot = f"coord:{shifted[0]:.6f},{shifted[1]:.6f};title:{_plain(name)};addr:{_plain(address)}"
    return [
        MapLink("amap", f"https://uri.amap.com/marker?{_query(amap)}"),
        MapLink("baidu", f"https://api.map.baidu.com/marker?{_query(baidu)}"),
        MapLink(
            "tencent",
            f"https://apis.map.qq.com/uri/v1/marker?{_query({'marker': spot, 'referer': 'tuoke'})}",
        ),
    ]


def _by_address(address: str) -> list[MapLink]:
    baidu = {"address": address, "output": "html", "src": "tuoke"}
    amap = {"keyword": address, "callnative": 1}
    tencent = {"keyword": address, "referer": "tuoke"}
    return [
        MapLink("amap", f"https://uri.amap.com/search?{_query(amap)}"),
        MapLink("baidu", f"https://api.map.baidu.com/geocoder?{_query(baidu)}"),
        MapLink("tencent", f"https://apis.map.qq.com/uri/v1/search?{_query(tencent)}"),
    ]


def _query(parts: Mapping[str, object]) -> str:
    return urlencode(parts, quote_via=quote)


def _plain(text: str) -> str:
    """Without the signs Tencent separates the parts of a marker with."""
    return text.replace(";", " ").replace(":", " ").replace("|", " ")


def _north(x: float, y: float) -> float:
    metres = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    return metres + _waves(x, (6, 2)) + _swell(y, ((20, 1), (40, 3)), ((160, 12), (320, 30)))


def _east(x: float, y: float) -> float:
    metres = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    return metres + _waves(x, (6, 2)) + _swell(x, ((20, 1), (40, 3)), ((150, 12), (300, 30)))


def _waves(x: float, turns: tuple[int, int]) -> float:
    return sum(20.0 * sin(turn * x * pi) for turn in turns) * 2.0 / 3.0


def _swell(
    x: float, short: tuple[tuple[int, int], ...], long: tuple[tuple[int, int], ...]
) -> float:
    return sum(height * sin(x / turn * pi) for height, turn in (*short, *long)) * 2.0 / 3.0
