"""Where a person stands in our tables, and what becomes of it (L1): declared once for each model.

Each app says in its `personal.py`, for every one of its models, whether rows tell of a customer:

    declare(Holding("units.Gift", "contact", fields={"item": WORDS}, kept=BRIBERY))
    nothing("units.Phase", "a stretch of a plan", plain=("name",))

From that the report, the preview and the erasure are made. `tests/house/test_personal.py` walks
the schema: a model or a text field that nobody declared fails it, and so does one that is gone.
"""

from core.personal.registry import (
    BLANK,
    ERASED,
    MASK,
    NAME,
    WORDS,
    Holding,
    Keep,
    Kept,
    Person,
    Redo,
    all_holdings,
    declare,
    nothing,
)

__all__ = [
    "BLANK",
    "ERASED",
    "MASK",
    "NAME",
    "WORDS",
    "Holding",
    "Keep",
    "Kept",
    "Person",
    "Redo",
    "all_holdings",
    "declare",
    "nothing",
]
