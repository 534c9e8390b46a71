"""Planning a campaign's budget (B1)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from budget.models import Line
from core import audit
from core.errors import DomainError
from core.money import yuan
from units.models import Campaign

DEPTH = 3  # a list of more levels is not read by anybody


@transaction.atomic
def line_add(*, campaign_id: int, facts: Mapping[str, Any], by: User) -> Line:
    """A line of the campaign's budget: `name`, `planned` in yuan, and `parent` for a part of one.

    The parts of a line never plan more than the line. The campaign's row is the lock.
    """
    campaign = _locked_campaign(campaign_id, by)
    parent: Line | None = facts.get("parent")
    line = Line(
        campaign=campaign,
        parent=parent,
        name=facts["name"].strip(),
        planned=yuan(facts["planned"]),
        place=_next_place(campaign, parent),
    )
    _refuse_same_name(line)
    _refuse_nothing(line)
    if parent is not None:
        _refuse_too_much(line, parent)
    line.save(force_insert=True)
    audit.record("budget.line.added", line, by=by, campaign=campaign.pk, planned=line.planned)
    return line


def _locked_campaign(campaign_id: int, by: User) -> Campaign:
    rows = Campaign.objects.select_for_update(no_key=True, of=("self",)).visible_to(by)
    campaign: Campaign | None = rows.filter(pk=campaign_id).first()
    if campaign is None:
        raise DomainError(_("This campaign is not of one of your projects."))
    return campaign


def _next_place(campaign: Campaign, parent: Line | None) -> str:
    """Lines are never deleted, so their number is the next one's."""
    before = Line.objects.filter(campaign=campaign, parent=parent).count()
    if before >= 99:
        raise DomainError(_("There are 99 lines here. Put some of them together."))
    return f"{parent.place}.{before + 1:02d}" if parent else f"{before + 1:02d}"


def _refuse_same_name(line: Line) -> None:
    if Line.objects.filter(campaign=line.campaign, name=line.name).exists():
        raise DomainError(
            _("The campaign has a budget line of this name. Choose another."), field="name"
        )


def _refuse_nothing(line: Line) -> None:
    if line.planned <= 0:
        raise DomainError(_("Plan an amount above nothing."), field="planned")


def _refuse_too_much(line: Line, parent: Line) -> None:
    if parent.campaign_id != line.campaign_id:
        raise DomainError(_("This line belongs to another campaign."), field="parent")
    if line.place.count(".") >= DEPTH:
        raise DomainError(_("A part of a part is not divided any further."), field="parent")
    left = parent.planned - Line.objects.filter(parent=parent).planned()
    if line.planned > left:
        raise DomainError(
            _("Of “%(line)s” %(left)s yuan are still to be divided. Plan no more than that.")
            % {"line": parent.name, "left": f"{max(left, Decimal(0)):,.2f}"},
            field="planned",
        )
