"""Units, reports and follow-ups as the tests want them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Team, User
from units.models import Category, Contact, Unit
from units.services import contact_add, unit_add
from visits.models import FollowUp, VisitReport
from visits.services import report_start, report_submit

MOBILE = "13800138000"


def category(**fields: Any) -> Category:
    """A chamber of commerce, or what `fields` say."""
    known = {"code": "chamber", "name": "Chamber of commerce", "name_zh": "商会", **fields}
    found, _ = Category.objects.get_or_create(code=known["code"], defaults=known)
    return found


def unit(by: User, name: str = "Wenzhou Chamber of Commerce", **fields: Any) -> Unit:
    """A unit followed by `by`; fields the service does not take are written after it."""
    made = unit_add(facts={"name": name, "category": category()}, by=by)
    if fields:
        Unit.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
    return made


def contact(of: Unit, by: User, name: str = "Chen Wei", **facts: Any) -> Contact:
    """A person of the unit."""
    return contact_add(unit_id=of.pk, facts={"name": name, **facts}, by=by)


def facts(**more: Any) -> dict[str, Any]:
    """The least a first report says."""
    return {
        "visited_at": timezone.now() - timedelta(hours=1),
        "joint_event": VisitReport.JointEvent.YES,
        "new_name": "Lin Mei",
        **more,
    }


def submitted(of: Unit, by: User, **more: Any) -> VisitReport:
    """A filed report."""
    draft = report_start(unit_id=of.pk, by=by)
    return report_submit(report_id=draft.pk, version=draft.version, facts=facts(**more), by=by)


def followup(of: Unit, owner: User, due_on: date, **fields: Any) -> FollowUp:
    """A follow-up on any day, also a past one, which no service would open."""
    team = fields.pop("team", None) or of.team
    return FollowUp.objects.create(
        project=of.project,
        unit=of,
        team=team,
        owner=owner,
        due_on=due_on,
        created_by=owner,
        **fields,
    )


def give(of: Unit, owner: User, team: Team) -> None:
    """Let somebody else follow the unit, without its history."""
    Unit.objects.filter(pk=of.pk).update(owner=owner, team=team)
