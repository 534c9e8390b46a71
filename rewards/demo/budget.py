"""The budget of 2008, for each campaign (B1)."""

from budget.models import Line
from budget.services import line_add
from core.commands import execute
from rewards.demo import plan
from rewards.demo.people import Cast
from units.models import Campaign


def seed_budget(cast: Cast) -> None:
    """The lines that are missing; a part comes after its whole."""
    for campaign in Campaign.objects.filter(project=cast.project):
        lines = {line.name: line for line in Line.objects.filter(campaign=campaign)}
        for name, whole, planned in plan.BUDGET:
            if name not in lines:
                lines[name] = execute(
                    line_add,
                    campaign_id=campaign.pk,
                    facts={"name": name, "planned": planned, "parent": lines.get(whole)},
                    by=cast.people["planner"],
                )
