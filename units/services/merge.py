"""Two records made one (U8): every row moved, fields chosen, the loser kept as a tombstone."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.notifications import notify
from core import audit, crypto, merging, versions
from core.abilities import Role
from core.errors import DomainError
from core.merging import Change, Pair
from units.merging import live_claims, live_registrations
from units.models import Contact, Merge, MergeStep, OwnershipChange, Registration, Unit, UnitFact
from units.services.evaluation import unit_regrade
from units.services.people import FACTS as PERSON_FACTS
from units.services.people import contact_write, id_context
from units.services.proof import certificate_settle
from units.services.unit import FACTS as UNIT_FACTS
from units.services.unit import unit_learn
from units.signals import records_merged

# A branch stays where it is; whose unit or person it is does not come by choice.
UNIT_CHOICES = tuple(name for name in UNIT_FACTS if name != "parent")
# An official stays one, whichever record said so (L2).
PERSON_CHOICES = tuple(name for name in PERSON_FACTS if name != "official")
OFFICIAL = "official"


@transaction.atomic
def unit_merge(
    *, unit_id: int, gone_id: int, take: Collection[str] = (), why: str = "", by: User
) -> Merge:
    """Make the unit `gone_id` part of `unit_id`, with its values of the fields in `take`."""
    pair = _locked_pair(Unit, unit_id, gone_id)
    _check(pair, by)
    survivor, gone = pair.survivor, pair.loser
    merge = Merge(
        project_id=survivor.project_id, unit=survivor, unit_gone=gone, why=why.strip(), by=by
    )
    _begin(merge, pair)
    changes = merging.change(live_claims(pair), "ended_at", merge.at)
    moved = merging.move(pair)
    changes += merging.hand_over(pair, moved)
    _part(gone, survivor, merge, by)
    facts = {name: getattr(gone, name) for name in take if name in UNIT_CHOICES}
    unit_learn(
        unit_id=survivor.pk, facts=facts, source=UnitFact.Source.MERGE, source_id=merge.pk, by=by
    )
    fresh: Unit = Unit.objects.get(pk=survivor.pk)
    _latest(fresh, gone)
    unit_regrade(unit=fresh)
    return _finish(merge, moved, changes, by)


@transaction.atomic
def contact_merge(
    *, contact_id: int, gone_id: int, take: Collection[str] = (), why: str = "", by: User
) -> Merge:
    """Make the person `gone_id` part of `contact_id`, with their values of `take`."""
    pair = _locked_pair(Contact, contact_id, gone_id)
    _check(pair, by)
    survivor, gone = pair.survivor, pair.loser
    merge = Merge(
        project_id=survivor.project_id, contact=survivor, contact_gone=gone, why=why.strip(), by=by
    )
    _begin(merge, pair)
    changes = merging.change(live_claims(pair), "ended_at", merge.at)
    changes += _one_registration(pair)
    moved = merging.move(pair)
    _bury(gone, survivor)
    facts = {name: getattr(gone, name) for name in take if name in PERSON_CHOICES}
    facts[OFFICIAL] = survivor.official or gone.official
    contact_write(survivor, facts)
    _take_identity(survivor, gone)
    certificate_settle(contact=survivor, day=timezone.localdate(), by=by)
    changes += _of_holder(survivor, gone)
    return _finish(merge, moved, changes, by)


# --- the two ------------------------------------------------------------------------------------


def _locked_pair(model: type[Unit] | type[Contact], stays: int, goes: int) -> Pair:
    """Both under a full lock, by key: nobody adds a row to either meanwhile."""
    rows = model.objects.select_for_update(of=("self",)).filter(pk__in=(stays, goes))
    found: dict[int, Any] = {row.pk: row for row in rows.order_by("pk")}
    if stays == goes:
        raise DomainError(_("Choose two records."))
    if len(found) < 2:
        raise DomainError(_("One of the two was merged meanwhile. Open it afresh."))
    return Pair(found[stays], found[goes])


def _check(pair: Pair, by: User) -> None:
    for record in (pair.survivor, pair.loser):
        if by.role == Role.LEADER and record.team_id not in by.team_ids:
            raise DomainError(_("A leader merges the team's own. Ask the sales manager."))
    if reasons := merging.refusals(pair):
        raise DomainError(" ".join(reasons))


def _begin(merge: Merge, pair: Pair) -> None:
    merge.at = timezone.now()
    follower = {name: as_text(getattr(pair.loser, name)) for name in ("owner_id", "team_id")}
    merge.before = {"survivor": kept(pair.survivor), "loser": follower}
    merge.save(force_insert=True)


def kept(record: Any) -> dict[str, str]:
    """What a merge may overwrite of a record, as text by column; an undo reads it again."""
    names = UNIT_KEPT if isinstance(record, Unit) else PERSON_KEPT
    return {name: as_text(getattr(record, name)) for name in names}


UNIT_KEPT = (
    *(f"{name}_id" if name == "category" else name for name in UNIT_CHOICES),
    "owner_id",
    "team_id",
    "last_contact_at",
    "protected_until",
)
PERSON_KEPT = (*PERSON_CHOICES, OFFICIAL, "id_hash", "unit_id", "owner_id", "team_id")


def as_text(value: Any) -> str:
    """A value of a column; nothing is an empty text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value)


def _bury(gone: Any, survivor: Any) -> None:
    """The loser is in no list from here on."""
    gone.merged_into = survivor
    gone.save(update_fields=["merged_into", versions.bump(gone)])


def _part(gone: Unit, survivor: Unit, merge: Merge, by: User) -> None:
    """Whoever followed the loser follows it no more, and that is recorded (U5)."""
    change_owner(gone, survivor.owner_id, survivor.team_id, _("Merged with another unit."), by)
    _bury(gone, survivor)


def change_owner(unit: Unit, owner_id: int | None, team_id: int | None, why: str, by: User) -> None:
    """Give the row of a unit to somebody and record it; nothing where it is theirs (U5)."""
    if (unit.owner_id, unit.team_id) == (owner_id, team_id):
        return
    OwnershipChange.objects.create(
        unit=unit,
        from_owner_id=unit.owner_id,
        from_team_id=unit.team_id,
        to_owner_id=owner_id,
        to_team_id=team_id,
        why=why,
        by=by,
        at=timezone.now(),
    )
    unit.owner_id, unit.team_id = owner_id, team_id
    unit.save(update_fields=["owner", "team"])


@transaction.atomic
def visits_counted(*, unit_id: int, count: int, first_on: date | None) -> None:
    """Visits were given to another unit: how many this one has now, and the first of them (K4)."""
    Unit.everything.filter(pk=unit_id).update(visit_count=count, first_visit_on=first_on)


def _latest(unit: Unit, gone: Unit) -> None:
    """The last contact and the protection are those of either (U6, U7)."""
    unit.last_contact_at = _later(unit.last_contact_at, gone.last_contact_at)
    if unit.owner_id is not None:
        unit.protected_until = _later(unit.protected_until, gone.protected_until)
    unit.save(update_fields=["last_contact_at", "protected_until"])


def _later(one: Any, other: Any) -> Any:
    return max((value for value in (one, other) if value is not None), default=None)


# --- a person -----------------------------------------------------------------------------------


def _one_registration(pair: Pair) -> list[Change]:
    """One registration lives on: the one that protects the longest (U6)."""
    lasting = [row.pk for row in live_registrations(pair)[:1]]
    both = (pair.survivor.pk, pair.loser.pk)
    ended = Registration.objects.filter(contact__in=both, live=True).exclude(pk__in=lasting)
    return merging.change(ended, "live", False)


def _take_identity(survivor: Contact, gone: Contact) -> None:
    """The identity number goes along; it is bound to its row, so it is sealed anew (L1)."""
    if survivor.id_hash or not gone.id_hash:
        return
    number = crypto.decrypt(gone.id_number, context=id_context(gone))
    survivor.id_number = crypto.encrypt(number, context=id_context(survivor))
    survivor.id_hash = gone.id_hash
    survivor.save(update_fields=["id_number", "id_hash"])


def _of_holder(survivor: Contact, gone: Contact) -> list[Change]:
    """Whose customer it is says the registration that lives; else nothing changes (U6)."""
    row = Contact.objects.filter(pk=survivor.pk)
    changes = merging.change(row, "unit", survivor.unit_id or gone.unit_id)
    live = Registration.objects.filter(contact=survivor, live=True).first()
    if live is not None:
        changes += merging.change(row, "owner", live.owner_id)
        changes += merging.change(row, "team", live.team_id)
    return changes


# --- the end ------------------------------------------------------------------------------------


def _finish(merge: Merge, moved: Mapping[str, list[int]], changes: list[Change], by: User) -> Merge:
    """Journal, audit, the apps above, and a word to who followed either."""
    steps = [MergeStep(merge=merge, place=key, row=row) for key in moved for row in moved[key]]
    steps += [
        MergeStep(merge=merge, place=done.place, row=done.row, was=done.was, now=done.now)
        for done in changes
    ]
    MergeStep.objects.bulk_create(steps, batch_size=1000)
    records_merged.send(Merge, merge=merge, by=by)
    survivor: Model = type(merge.survivor).objects.get(pk=merge.survivor.pk)
    merge.after = kept(survivor)
    merge.save(update_fields=["after"])
    audit.record(
        f"{survivor._meta.label_lower}.merged",
        survivor,
        by=by,
        gone=merge.gone.pk,
        merge=merge.pk,
        moved={key: len(rows) for key, rows in moved.items()},
    )
    _tell(merge, by)
    return merge


def _tell(merge: Merge, by: User) -> None:
    owners = {int(merge.before[who]["owner_id"] or 0) for who in ("survivor", "loser")}
    notify(
        user_ids=owners - {by.pk, 0},
        kind="units.merge",
        key=str(merge.pk),
        title=lambda: (
            _("%(gone)s and %(name)s are one record now")
            % {"gone": merge.gone, "name": merge.survivor}
        ),
        body=lambda: _("%(by)s merged them. Ask if you think they are two.") % {"by": by},
        url=merge.get_absolute_url(),
        by=by,
    )
