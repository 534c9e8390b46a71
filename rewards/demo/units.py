"""Categories, campaigns and the units that are known at the beginning."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from core.commands import execute
from rewards.demo import plan
from rewards.demo.people import Cast
from units.models import Campaign, Category, Unit
from units.services import (
    campaign_add,
    category_add,
    round_unit_add,
    unit_add,
)


def seed_campaigns(cast: Cast) -> None:
    """The campaign of 2008, and the same plan for this year so that one can work in it."""
    manager = cast.people["manager"]
    year = timezone.localdate().year
    windows = (
        (*plan.CAMPAIGN_2008, True),
        (f"大客户拓展 {year}", date(year, 1, 1), date(year, 12, 31), False),
    )
    for name, first, last, phases in windows:
        if not Campaign.objects.filter(project=cast.project, name=name).exists():
            execute(
                campaign_add,
                project_id=cast.project.pk,
                plan=plan.campaign_plan(name, first, last, phases),
                by=manager,
            )


def seed_categories(admin: User) -> None:
    """The kinds of U1."""
    fields = ("code", "name", "name_zh", "public_sector", "must_visit", "group_rule")
    known = set(Category.objects.values_list("code", flat=True))
    for row in plan.CATEGORIES:
        if row[0] not in known:
            execute(category_add, facts=dict(zip(fields, row, strict=True)), by=admin)


def seed_units(cast: Cast) -> dict[str, Unit]:
    """The units that are known; the Wenzhou chamber is left to be won."""
    for number, row in enumerate(plan.UNITS):
        if not Unit.objects.filter(project=cast.project, name=row[0]).exists():
            _unit(row, number, cast)
    return {unit.name: unit for unit in Unit.objects.filter(project=cast.project)}


def _unit(row: tuple[str, str, str, str, int, int, str], number: int, cast: Cast) -> None:
    name, short, category, address, headcount, income, owner = row
    unit = execute(
        unit_add,
        facts={
            "name": name,
            "short_name": short,
            "category": Category.objects.get(code=category),
            "address": address,
            "headcount": headcount,
            "income": income,
            "telephone": f"0595-2228{number:04d}",
            "latitude": f"24.9{number}0000",
            "longitude": f"118.6{number}0000",
        },
        by=cast.people[owner],
    )
    if category == "chamber":
        for campaign in Campaign.objects.filter(project=cast.project):
            execute(
                round_unit_add,
                campaign_id=campaign.pk,
                number=1,
                unit_id=unit.pk,
                by=cast.people["manager"],
            )
