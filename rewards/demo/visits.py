"""The visits of June 2008: filed, judged, and followed up; one visit of this week is owed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.commands import execute
from rewards.demo import plan
from rewards.demo.people import Cast
from units.models import Unit
from units.services import unit_evaluate
from visits.models import FollowUp, VisitReport
from visits.services import followup_done, report_start, report_submit

_NEXT = {"泉州商会": 0, "晋江恒达纺织厂": 0, "石狮鞋服厂": 1, "泉州市国土局": 2}


def seed_visits(units: Mapping[str, Unit], cast: Cast) -> None:
    """First visits name the key persons (K3), so they are filed before anything is sold."""
    for name, day, person, position, mobile, strong, sincere in plan.VISITS:
        unit = units[name]
        if VisitReport.objects.filter(unit=unit, state="submitted").exists():
            continue
        _visit(unit, day, (person, position, mobile))
        execute(
            unit_evaluate,
            unit_id=unit.pk,
            factors={"headcount": strong, "income": strong, "help": sincere, "intention": sincere},
            by=unit.owner,
        )
        _follow_up(unit)


def _visit(unit: Unit, day: date, met: tuple[str, str, str]) -> None:
    report = execute(report_start, unit_id=unit.pk, by=unit.owner)
    name, position, mobile = met
    execute(
        report_submit,
        report_id=report.pk,
        version=report.version,
        facts={
            "visited_at": timezone.make_aware(datetime.combine(day, time(9, 30))),
            "people_met": f"{position}{name}",
            "new_name": name,
            "new_position": position,
            "new_mobile": mobile,
            "new_official": unit.category.public_sector,
            "intention": "strong",
            "joint_event": "yes",
            "industry": str(unit.category.name_zh),
            "living": "多数租房，部分住集资房",
            "cars": "约三成员工有私家车",
            "need": "首次置业与改善各半",
            "accepted_area": "90–130",
            "promotion_place": "一楼会议室",
            "promotion_method": "易拉宝、内部公告栏",
            "remarks": "愿意协助组织产品推介会。",
            "next_step": "带样板房资料回访",
            "next_on": day + timedelta(days=3),
        },
        by=unit.owner,
    )


def _follow_up(unit: Unit) -> None:
    """What was owed in 2008 was done; where there is more to do it is due around today."""
    owed = FollowUp.objects.filter(unit=unit, state="open").order_by("pk")
    for follow_up in owed:
        days = _NEXT.get(unit.name)
        execute(
            followup_done,
            followup_id=follow_up.pk,
            outcome="已回访，意向明确。",
            next_on=timezone.localdate() + timedelta(days=days) if days is not None else None,
            by=unit.owner,
        )
