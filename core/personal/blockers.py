"""What must be finished before a person is erased: each app says its own."""

from collections.abc import Callable
from typing import Any

from core.personal.registry import Text

Source = Callable[[Any], list[Text]]
_sources: list[Source] = []


def register_blocker(source: Source) -> Source:
    """`source(contact)` gives a sentence for each thing still open, each saying what to do."""
    _sources.append(source)
    return source


def blockers(contact: Any) -> list[Text]:
    """Everything that stands against erasing the person now."""
    return [reason for source in _sources for reason in source(contact)]
