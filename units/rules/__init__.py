"""Pure rules of client units and customers (U4, U6, U8).

No database and no clock: the moment and the policy's numbers are handed in.
"""

from units.rules.campaign import Pace, Standing, Window, pace, share_pace, week_of
from units.rules.evaluation import Factor, Part, grade, score, working
from units.rules.likeness import likeness_keys, masked_name, telephone_key
from units.rules.maps import MapLink, gcj02, map_links
from units.rules.names import near_name, normalise_name
from units.rules.places import distance_metres
from units.rules.protection import (
    days_left,
    pooled_before,
    protected_until,
    protection_end,
    warned_on,
)

__all__ = [
    "Factor",
    "MapLink",
    "Pace",
    "Part",
    "Standing",
    "Window",
    "days_left",
    "distance_metres",
    "gcj02",
    "grade",
    "likeness_keys",
    "map_links",
    "masked_name",
    "near_name",
    "normalise_name",
    "pace",
    "pooled_before",
    "protected_until",
    "protection_end",
    "score",
    "share_pace",
    "telephone_key",
    "warned_on",
    "week_of",
    "working",
]
