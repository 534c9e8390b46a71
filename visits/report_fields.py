"""The visit report field by field (V4): its sections, and which unit fact each field is (V5)."""

from collections.abc import Mapping

# What the 60 seconds are for; the rest is folded away.
FIRST = (
    "visited_at",
    "people_met",
    "intention",
    "joint_event",
    "remarks",
    "next_step",
    "next_on",
)
KEY_PERSON = ("met_contact", "new_name", "new_position", "new_mobile", "new_official")
UNIT = ("income", "industry", "office")
LIVING = ("living", "self_build_soon", "self_build", "cars", "people_flow", "location")
DEMAND = ("need", "purchasing_power", "accepted_area", "price_attention")
SPECIAL = ("promotion_place", "promotion_method", "internal_website", "activities")
PARTY = ("interviewers", "party")
PLACE = ("latitude", "longitude")

WRITTEN = (*FIRST, *KEY_PERSON, *UNIT, *LIVING, *DEMAND, *SPECIAL, *PARTY, *PLACE)
COLUMNS = tuple(name for name in WRITTEN if name != "party")

# report field -> field of the unit
LEARNED: Mapping[str, str] = {
    **{name: name for name in (*UNIT, *LIVING)},
    "promotion_place": "promotion_place",
    "promotion_method": "promotion_method",
    "internal_website": "notice_channels",
    "activities": "activities",
}
