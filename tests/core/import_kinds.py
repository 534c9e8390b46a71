"""A kind of import for the tests of the engine: teams of one's project, found again by name."""

import io
from collections.abc import Sequence
from functools import partial
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from accounts.models import Membership, Project, Team, User
from core.errors import DomainError
from core.importing import (
    Alike,
    Column,
    ImportKind,
    Plan,
    Undo,
    Wrote,
    day,
    differences,
    put_back,
    register,
    whole,
)
from core.importing.reading import look
from core.importing.services import Origin, import_upload
from core.models import ImportBatch

ORIGIN = Origin("own", "The teams' own list")


def teams_remove(*, ids: list[int], by: Any) -> None:
    """As a service of an app would."""
    Team.objects.filter(pk__in=ids).delete()


def teams_set_back(*, rows: list[tuple[int, dict[str, Any]]], by: Any) -> None:
    """As a service of an app would."""
    for pk, was in rows:
        team = Team.objects.get(pk=pk)
        for name, value in was.items():
            put_back(team, name, value)
        team.save()


def _like(name: str) -> str:
    return f"{name}: {_('Team')}"


class TeamImport(ImportKind):
    """Teams of one's project."""

    name, label, ability = "test_teams", "Teams", "core.policy_edit"
    columns = (
        Column("name", "Name", required=True, aliases=("组名",), examples=("North", "South")),
        Column("area", "Area", aliases=("区域",), examples=("Licheng",)),
        Column("people", "People", parse=whole, aliases=("人数",)),
        Column("since", "Since", parse=day),
    )
    needs_source = True
    undo = (Undo(Team, teams_remove, teams_set_back),)
    fails_at: Any = ""
    held: Any = None  # called after each chunk was written

    def known(self, rows: Sequence[dict[str, Any]], *, by: Any) -> Any:
        names = {values["name"] for values in rows}
        teams = Team.objects.filter(project_id__in=by.project_ids, name__in=names)
        return {team.name: team for team in teams}

    def key(self, values: dict[str, Any]) -> str:
        return str(values["name"])

    def plan(self, number: int, values: dict[str, Any], known: Any) -> Plan:
        if values.get("area") == "Nowhere":
            raise DomainError("There is no such area.", field="area")
        team = known.get(values["name"])
        facts = {"area": values.get("area", "")}
        return Plan(number, values, team, differences(team, facts) if team else {}, facts)

    def alike(self, plans: Sequence[Plan], *, by: Any, memory: Any) -> dict[int, Alike]:
        """Teams whose names differ in capitals; the second of them somebody else's."""
        teams = list(Team.objects.filter(project_id__in=by.project_ids).order_by("pk"))
        return {
            plan.number: Alike(partial(_like, team.name), "/teams/" if team == teams[0] else "")
            for plan in plans
            for team in teams
            if team.name.casefold() == str(plan.values["name"]).casefold()
        }

    def write(self, plans: Sequence[Plan], *, by: Any, batch: Any) -> list[Wrote]:
        if any(plan.values["name"] == self.fails_at for plan in plans):
            raise DomainError("The team cannot be written.")
        new = [plan for plan in plans if plan.target is None]
        project = Project.objects.get(pk=min(by.project_ids))
        teams = Team.objects.bulk_create(
            [Team(project=project, name=plan.values["name"], **plan.facts) for plan in new]
        )
        wrote = [
            Wrote(plan.number, team, True, now=plan.facts)
            for plan, team in zip(new, teams, strict=True)
        ]
        for plan in plans:
            team: Any = plan.target
            if team is not None:
                was = {name: before for name, (before, _now) in plan.changes.items()}
                now = {name: after for name, (_was, after) in plan.changes.items()}
                Team.objects.filter(pk=team.pk).update(**now)
                wrote.append(Wrote(plan.number, team, False, was, now))
        if self.held:
            self.held()
        return wrote


KIND = TeamImport()
register(KIND)

GOOD = "Name,Area,People\nNorth,Licheng,4\nSouth,Fengze,5\n"
MIXED = (
    "组名,区域,人数,Since\n"
    "北组,鲤城,4,2008年5月15日\n"
    ",丰泽,5,\n"
    "南组,Nowhere,3,\n"
    "东组,,many,2008-13-40\n"
    "北组,,,\n"
    "西组,洛江,1,2008/6/1\n"
)


def csv(text: str, encoding: str = "utf-8", name: str = "teams.csv") -> SimpleUploadedFile:
    """An upload."""
    return SimpleUploadedFile(name, text.encode(encoding))


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    """A workbook's bytes."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(text: str, by: User, kind: str = "test_teams") -> ImportBatch:
    """Taken in."""
    return import_upload(kind=kind, received=look(csv(text)), origin=ORIGIN, by=by)


def join(user: User, team: Team) -> Membership:
    """Something built on a team."""
    since = user.memberships.first()
    return Membership.objects.create(
        user=user, team=team, starts_on=since.starts_on if since else "2008-06-01"
    )
