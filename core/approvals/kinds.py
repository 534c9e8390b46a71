"""Which approvals there are: apps register a kind with its labels and its own conditions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.dispatch import Signal
from django.utils.functional import Promise

from core.models import Approval

Text = str | Promise

# Sent inside the transaction with approval=… and by=…; receivers look at `approval.kind`.
asked = Signal()
approved = Signal()
returned = Signal()


def _anybody(user: Any, approval: Approval) -> bool:
    return True


def _kept_title(approval: Approval) -> str:
    return approval.title


def _page(approval: Approval) -> str:
    subject = approval.subject
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


@dataclass(frozen=True)
class Kind:
    """One kind of approval.

    `labels` names the snapshot's entries; `url` leads to the subject; `check` may refuse a person
    whose role and reach would let them decide. `title` says what it is about in the reader's
    language, where the title that was kept holds more than names.
    """

    name: str
    label: Text
    labels: Mapping[str, Text] = field(default_factory=dict)
    url: Callable[[Approval], str] = _page
    check: Callable[[Any, Approval], bool] = _anybody
    icon: str = "check2-square"
    title: Callable[[Approval], str] = _kept_title


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Declare a kind; called from AppConfig.ready()."""
    _kinds[kind.name] = kind
    return kind


def kind_of(approval: Approval) -> Kind:
    """The kind of an approval; one that was removed from the code keeps its bare name."""
    return _kinds.get(approval.kind) or Kind(approval.kind, approval.kind)


def title_of(approval: Approval) -> str:
    """What it is about, in the reader's language."""
    return kind_of(approval).title(approval)


def known(name: str) -> bool:
    """Whether somebody registered the kind."""
    return name in _kinds
