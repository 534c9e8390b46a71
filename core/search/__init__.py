"""One box for everything: records, pages and actions, by characters, pinyin, initials, digits.

Apps register their sources; each gives only what the person may see. What was typed may be a name
or a number, so it is posted and never stands in an address (L1).
"""

from core.search.sources import (
    MOST,
    Group,
    Hit,
    found,
    recent,
    record_key,
    register_search,
    typed,
)

__all__ = [
    "MOST",
    "Group",
    "Hit",
    "found",
    "recent",
    "record_key",
    "register_search",
    "typed",
]
