"""Where customers could be named in a budget (L1)."""

from core.personal import WORDS, Holding, declare

declare(Holding("budget.Line", fields={"name": WORDS}, plain=("place",), own=False))
