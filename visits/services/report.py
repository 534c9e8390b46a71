"""The visit report from its first letter to its filing (V4, V5, K3)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import files, versions
from core.errors import DomainError
from core.models import Attachment
from core.states import advance
from core.uploads import CheckedFile
from units.models import Contact, Renewal, Unit, UnitFact
from units.services import customer_contacted, key_person_met, unit_learn, unit_visited
from visits import report_fields
from visits.models import FollowUp, VisitReport
from visits.services import followup, person
from visits.signals import report_submitted
from visits.states import REPORT_TRANSITIONS, ReportState


@transaction.atomic
def report_start(*, unit_id: int, by: User) -> VisitReport:
    """The draft of `by` on this unit: a new one, or the one begun before."""
    unit = Unit.objects.get(pk=unit_id)
    report: VisitReport
    report, _created = VisitReport.objects.get_or_create(
        unit=unit,
        owner=by,
        state=ReportState.DRAFT,
        defaults={
            "project_id": unit.project_id,
            "team_id": unit.team_id or next(iter(by.team_ids), None),
            "visited_at": timezone.now(),
        },
    )
    return report


@transaction.atomic
def report_save(
    *, report_id: int, version: int, facts: Mapping[str, Any], by: User, editor: str = ""
) -> VisitReport:
    """Keep what was typed so far; refused when somebody saved the draft since `version`.

    `editor` names the open page. Its own saves never stand in its way: on a poor network the next
    one leaves before the answer to the last one has come.
    """
    report = _locked_draft(report_id, version, editor)
    _write(report, facts, editor)
    return report


@transaction.atomic
def report_submit(
    *, report_id: int, version: int, facts: Mapping[str, Any], by: User, editor: str = ""
) -> VisitReport:
    """File the report: it gets its number, feeds the unit, names the key person at the first
    visit, closes what was due and opens the next follow-up (V5, V6, K3).
    """
    unit = _locked_unit(report_id)
    _lock_people(unit)
    report = _locked_draft(report_id, version, editor)
    due = followup.locked_due(unit, timezone.localdate(_visited_at(report, facts)))
    _write(report, facts, editor)
    now = timezone.now()
    _check_complete(report, unit, now)
    _meet(report, unit, by)
    unit = unit_visited(unit_id=unit.pk, at=report.visited_at, by=by)
    _number(report, unit.visit_count, now, by)
    if report.number == 1:
        _name_key_person(report, by)
    unit_learn(
        unit_id=unit.pk,
        facts=_learned(report, unit),
        source=UnitFact.Source.VISIT,
        source_id=report.pk,
        by=by,
    )
    followup.close_by_visit(due, report, by=by)
    _renew_people(report, due, by)
    followup.open_after(report, unit, by=by)
    report_submitted.send(VisitReport, report=report, by=by)
    return report


@transaction.atomic
def report_discard(*, report_id: int, by: User) -> VisitReport:
    """Throw an unfiled report away; what was filed stays for good."""
    report: VisitReport = VisitReport.objects.select_for_update().get(pk=report_id)
    _advance(report, ReportState.DISCARDED, by=by)
    return report


@transaction.atomic
def report_photo_add(
    *, report_id: int, photos: Iterable[File[Any] | CheckedFile], by: User
) -> list[Attachment]:
    """Keep photos of a report, also after it was filed: they add, they change nothing."""
    report = VisitReport.objects.select_for_update().get(pk=report_id)
    if report.state == ReportState.DISCARDED:
        raise DomainError(_("This report was thrown away. Start a new one for the photos."))
    return [
        files.attachment_save(subject=report, upload=photo, kind=files.PHOTO, by=by)
        for photo in photos
    ]


def reports_hand_over(*, unit: Unit, by: User) -> int:
    """The history goes with the unit: its reports are now seen by the team that follows it."""
    return VisitReport.objects.filter(unit=unit).update(team_id=unit.team_id)


def _locked_unit(report_id: int) -> Unit:
    unit_id = VisitReport.objects.values_list("unit_id", flat=True).get(pk=report_id)
    unit: Unit = Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit_id)
    return unit


def _lock_people(unit: Unit) -> None:
    """The registered people of the unit, whose protection a visit may renew, before the report."""
    people = Contact.objects.customers().filter(unit=unit).order_by("pk")
    list(people.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def _renew_people(report: VisitReport, closed: Iterable[FollowUp], by: User) -> None:
    """Whom we met, and whose follow-up the visit settled, were in touch with us (U6)."""
    keys = {row.contact_id for row in closed} | {report.met_contact_id}
    for key in sorted(key for key in keys if key is not None):
        customer_contacted(contact_id=key, at=report.visited_at, source=Renewal.Source.VISIT, by=by)


def _locked_draft(report_id: int, version: int, editor: str) -> VisitReport:
    report: VisitReport = VisitReport.objects.select_for_update().get(pk=report_id)
    if not report.is_draft:
        raise DomainError(
            _("This report has been filed or thrown away, so it cannot be changed any more.")
        )
    if not editor or report.editor != editor:
        versions.check(report, version)
    return report


def _write(report: VisitReport, facts: Mapping[str, Any], editor: str) -> None:
    """Put the fields into the row; the caller holds its lock."""
    fields = [name for name in report_fields.COLUMNS if name in facts]
    for name in fields:
        setattr(report, name, facts[name])
    report.editor = editor
    report.save(update_fields=[*fields, "editor", versions.bump(report)])
    if "party" in facts:
        report.party.set(facts["party"])


def _visited_at(report: VisitReport, facts: Mapping[str, Any]) -> datetime:
    at: datetime = facts.get("visited_at") or report.visited_at
    return at


def _check_complete(report: VisitReport, unit: Unit, now: datetime) -> None:
    """What has to be known before a report can be filed."""
    if report.visited_at > now:
        raise DomainError(
            _("This moment is still to come. Enter when the visit was."), field="visited_at"
        )
    if report.next_on and report.next_on < timezone.localdate(report.visited_at):
        raise DomainError(
            _("The next step lies before the visit. Choose a later day."), field="next_on"
        )
    if report.joint_event == VisitReport.JointEvent.UNASKED:
        raise DomainError(
            _("Say whether they would hold an event with us; ask at every visit."),
            field="joint_event",
        )
    named = report.met_contact_id or report.new_name.strip()
    if not unit.visit_count and not named:
        raise DomainError(
            _("This is the first visit: name the key person you met."), field="new_name"
        )
    if not (named or report.people_met.strip()):
        raise DomainError(_("Say whom you met."), field="people_met")


def _meet(report: VisitReport, unit: Unit, by: User) -> None:
    """Turn the name of a new person into a contact of the unit."""
    if report.met_contact_id or not report.new_name.strip():
        return
    report.met_contact = person.found_or_added(report, unit, by=by)
    report.save(update_fields=["met_contact"])


def _number(report: VisitReport, number: int, now: datetime, by: User) -> None:
    report.number, report.submitted_at = number, now
    _advance(report, ReportState.SUBMITTED, by=by, fields=("number", "submitted_at"))


def _name_key_person(report: VisitReport, by: User) -> None:
    if report.met_contact_id is not None:
        key_person_met(
            unit_id=report.unit_id,
            contact_id=report.met_contact_id,
            met_on=timezone.localdate(report.visited_at),
            by=by,
        )


def _learned(report: VisitReport, unit: Unit) -> dict[str, Any]:
    """What the report says of the unit; its position where the unit's is not known yet.

    A report filed late does not undo what a later visit found.
    """
    found_later = _said_later(report)
    facts = {
        known: getattr(report, name)
        for name, known in report_fields.LEARNED.items()
        if name not in found_later
    }
    if unit.latitude is None and report.latitude is not None and report.longitude is not None:
        facts |= {"latitude": report.latitude, "longitude": report.longitude}
    return facts


def _said_later(report: VisitReport) -> set[str]:
    """Which facts the filed reports of later visits speak of."""
    later = VisitReport.objects.filter(
        unit=report.unit_id, state=ReportState.SUBMITTED, visited_at__gt=report.visited_at
    )
    rows = later.values(*report_fields.LEARNED)
    return {name for row in rows for name, value in row.items() if value not in (None, "")}


def _advance(
    report: VisitReport, to: ReportState, *, by: User, fields: tuple[str, ...] = ()
) -> None:
    advance(report, to, by=by, transitions=REPORT_TRANSITIONS, fields=fields)
