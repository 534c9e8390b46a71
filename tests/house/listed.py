"""What lists leave behind: saved views, exports in every state, actions on many rows."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import SavedView, User
from accounts.services.saved_views import ViewFacts, saved_view_add
from core.bulk.services import Chosen, bulk_begin
from core.commands import execute
from core.exports.services import (
    Wanted,
    export_ask,
    export_claim,
    export_finish,
    export_note,
    export_release,
)
from core.models import BulkJob, ExportRecord
from units.models import Unit

People = dict[str, User]


def make(people: People) -> None:
    """Everything, through the services."""
    for name in ("ann", "cai", "manager"):
        for label, query in (("Mine", "sort=-headcount"), ("Judged well", "grade=A")):
            _view(people[name], label, query)
        _export(people[name], "unit_list", 3, 0)
    _view(people["lead1"], "Our best", "grade=A", people["lead1"])
    _export(people["ann"], "contact_list", 2501, 2501)
    _released(people["manager"], people["law"])
    _waiting(people["ann"])
    _written(people["ann"])
    for name in ("lead1", "lead2"):
        _assigned(people[name])


def _view(by: User, name: str, query: str, of: User | None = None) -> None:
    team = next(iter(of.team_ids)) if of else None
    facts = ViewFacts(name, team)
    execute(saved_view_add, list_name="unit_list", query=query, facts=facts, by=by)


def _wanted(name: str, rows: int, persons: int) -> Wanted:
    return Wanted(name, "List", "sort=name", "csv", rows, persons)


def _export(by: User, name: str, rows: int, persons: int) -> None:
    execute(export_note, wanted=_wanted(name, rows, persons), by=by)


def _released(to: User, by: User) -> None:
    _export(to, "contact_list", 2501, 2501)
    record = ExportRecord.objects.get(by=to, state="refused")
    execute(export_release, export_id=record.pk, persons=9, why="For the auditor.", by=by)


def _waiting(by: User) -> Any:
    return execute(export_ask, wanted=_wanted("unit_list", 5000, 0), by=by)


def _written(by: User) -> None:
    record, now = _waiting(by), timezone.now()
    key: dict[str, Any] = {"export_id": record.pk, "by": by}
    execute(export_claim, now=now + timedelta(minutes=1), **key)
    stored = default_storage.save("exports/house.csv", ContentFile(b"one"))
    execute(export_finish, stored=stored, rows=1, counted=False, **key)


def _assigned(by: User) -> None:
    """An action that changes nobody's unit: who has it already is refused; one row is left."""
    unit = Unit.objects.visible_to(by).order_by("pk")[0]
    form = {"owner": [str(unit.owner_id)], "why": ["A new plan."]}
    chosen = Chosen("unit_list", "", (unit.pk,))
    job = execute(bulk_begin, chosen=chosen, action="assign", form=form, by=by)
    BulkJob.objects.filter(pk=job.pk).update(state="working", total=2)


def subjects(people: People) -> dict[str, tuple[Any, ...]]:
    """The kinds of record of this page of the world."""
    ann, cai = people["ann"], people["cai"]
    exports = ExportRecord.objects.order_by("pk")

    def view(owner: User) -> Any:
        return SavedView.objects.filter(owner=owner)[0].pk

    def job(owner: User) -> Any:
        return BulkJob.objects.filter(by=owner)[0].pk

    return {
        "bulk_job": (job(people["lead1"]), job(people["lead2"])),
        "export": (exports.filter(by=ann)[0].pk, exports.filter(by=cai)[0].pk),
        "refused_export": (exports.filter(state="refused")[0].pk,),
        "waiting_export": (exports.filter(state="waiting")[0].pk,),
        "export_file": (exports.exclude(stored="")[0].pk,),
        "saved_view": (view(ann), view(cai)),
        "team_view": (view(people["lead1"]),),
    }
