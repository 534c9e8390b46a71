"""A merge taken back (U8): what moved goes back, values are as before, or it says why not."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, merging, versions
from core.abilities import Role
from core.errors import DomainError
from core.merging import Change, Pair
from units.models import Contact, Merge, MergeStep, Unit, UnitFact
from units.rules import normalise_name
from units.selectors.merge import undo_until
from units.services.evaluation import unit_regrade
from units.services.merge import (
    OFFICIAL,
    PERSON_CHOICES,
    UNIT_CHOICES,
    change_owner,
    kept,
)
from units.services.people import contact_write
from units.services.proof import certificate_settle
from units.services.unit import unit_learn, unit_respell
from units.signals import merge_undone


@transaction.atomic
def merge_undo(*, merge_id: int, by: User) -> Merge:
    """Part two records that were made one; DomainError names what stands in the way."""
    merge: Merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    pair = _locked_pair(merge)
    if reasons := undo_refusals(merge, by):
        raise DomainError(" ".join(reasons))
    changes = _changes(merge)
    later = kept(pair.survivor)
    gone = _rise(pair, merge)
    merging.move_back(pair, moved_by(merge))
    for done in reversed(changes):
        merging.change_back(done)
    _values_back(pair, merge, later, by)
    if isinstance(gone, Unit):
        _unit_back(pair, merge, by)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    merge_undone.send(Merge, merge=merge, by=by)
    merge.before, merge.after = {}, {}  # words of people, of no use any more (L1)
    merge.save(update_fields=["before", "after"])
    audit.record(
        f"{gone._meta.label_lower}.merge_undone",
        pair.survivor,
        by=by,
        gone=gone.pk,
        merge=merge.pk,
    )
    return merge


def undo_refusals(merge: Merge, by: User) -> list[str]:
    """Why the merge cannot be undone now, by this person; none is leave."""
    if merge.undone_at is not None:
        return [_("This merge was undone already.")]
    if merge.contact_id and merge.survivor.erased_at is not None:
        return [_("The person was erased meanwhile, so the two records stay one.")]
    if timezone.now() > undo_until(merge) or merge.settled_at is not None:
        return [_("The time to undo this merge is over.")]
    if by.role == Role.LEADER and not _led(merge) <= by.team_ids:
        return [_("A leader undoes merges of the team's own. Ask the sales manager.")]
    if later := _later(merge) or _crossed(merge):
        return [_("%(merge)s came later. Undo that one first.") % {"merge": later}]
    pair = Pair(merge.survivor, merge.gone)
    named = _taken(merge) + _named_alike(merge)
    return merging.gone_on(pair, moved_by(merge)) + named + merging.undo_refusals(merge)


def moved_by(merge: Merge) -> dict[str, list[int]]:
    """Which rows it moved, by place."""
    moved: dict[str, list[int]] = {}
    steps = merge.steps.exclude(place__contains=":").order_by("pk")
    for place, row in steps.values_list("place", "row"):
        moved.setdefault(place, []).append(row)
    return moved


def _changes(merge: Merge) -> list[Change]:
    steps = merge.steps.filter(place__contains=":").order_by("pk")
    return [Change(step.place, step.row, step.was, step.now) for step in steps]


def _locked_pair(merge: Merge) -> Pair:
    model: Any = Unit if merge.unit_id else Contact
    ids = (merge.unit_id or merge.contact_id, merge.unit_gone_id or merge.contact_gone_id)
    rows = model.everything.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows}
    return Pair(found[ids[0]], found[ids[1]])


def _led(merge: Merge) -> set[int | None]:
    """The teams both records were of."""
    teams = {merge.survivor.team_id}
    former = merge.before["loser"]["team_id"]
    return teams | {int(former) if former else None}


def _later(merge: Merge) -> Merge | None:
    """A merge of the same record that came after, or one by which it went on itself."""
    standing = Merge.objects.standing().exclude(pk=merge.pk)
    into = {"unit": merge.unit_id, "contact": merge.contact_id}
    found: Merge | None = standing.filter(at__gt=merge.at, **into).order_by("-at", "-pk").first()
    carried = MergeStep.objects.filter(
        place__in=("units.Merge.unit", "units.Merge.contact"), row=merge.pk, merge__in=standing
    )
    went_on = carried.select_related("merge").first()
    return went_on.merge if went_on else found


def _crossed(merge: Merge) -> Merge | None:
    """A later merge of two people of whom one goes back and the other does not."""
    if merge.unit_id is None:
        return None
    back = set(merge.steps.filter(place="units.Contact.unit").values_list("row", flat=True))
    later = Merge.objects.standing().filter(at__gt=merge.at, contact__unit=merge.unit_id)
    return next(
        (one for one in later if len({one.contact_id, one.contact_gone_id} & back) == 1), None
    )


def _named_alike(merge: Merge) -> list[str]:
    """The survivor was given the other's name by hand: which of the two is to have it?"""
    survivor, gone = merge.survivor, merge.gone
    if not isinstance(gone, Unit) or survivor.normalised != gone.normalised:
        return []
    if survivor.name == merge.after.get("name"):  # the merge wrote it, the undo takes it back
        return []
    return [
        _("%(name)s is the name of both by now. Rename the one that stayed first.") % {"name": gone}
    ]


def _taken(merge: Merge) -> list[str]:
    """Somebody else may have taken the name or the number that was free meanwhile."""
    gone, before = merge.gone, merge.before["survivor"]
    same: Any
    if isinstance(gone, Unit):
        names = {gone.normalised, normalise_name(before["name"])}
        same = Unit.objects.filter(project=gone.project_id, normalised__in=names)
    else:
        numbers = {gone.mobile, before["mobile"]} - {""}
        same = Contact.objects.filter(project=gone.project_id, mobile__in=numbers)
    if not same.exclude(pk=merge.survivor.pk).exists():
        return []
    return [_("Another record has the name or number of %(name)s by now.") % {"name": gone.name}]


def _rise(pair: Pair, merge: Merge) -> Any:
    """The loser stands for itself again; the survivor gives its name or number back first."""
    gone, survivor = pair.loser, pair.survivor
    before = merge.before["survivor"]
    if isinstance(gone, Contact):
        _mobile_back(survivor, gone, before)
    else:
        _name_aside(survivor, gone)
    gone.merged_into = None
    gone.save(update_fields=["merged_into", versions.bump(gone)])
    return gone


def _mobile_back(survivor: Contact, gone: Contact, before: Mapping[str, str]) -> None:
    if survivor.mobile and survivor.mobile == gone.mobile:
        survivor.mobile = before["mobile"] if before["mobile"] != gone.mobile else ""
        survivor.save(update_fields=["mobile"])
    if survivor.id_hash and not before["id_hash"] and survivor.id_hash == gone.id_hash:
        survivor.id_number = survivor.id_hash = ""
        survivor.save(update_fields=["id_number", "id_hash"])


def _name_aside(survivor: Unit, gone: Unit) -> None:
    """Both bear one name for a moment; `_values_back` writes the survivor's own."""
    if survivor.normalised == gone.normalised:
        survivor.normalised = f"#{survivor.pk}"
        survivor.save(update_fields=["normalised"])


def _values_back(pair: Pair, merge: Merge, later: Mapping[str, str], by: User) -> None:
    """What the merge wrote and nobody changed since is as before; a later correction stays."""
    before, after = merge.before["survivor"], merge.after
    back = {
        name: _value(pair.survivor, name, before[name])
        for name in before
        if after.get(name) == later[name] != before[name]
    }
    names = UNIT_CHOICES if isinstance(pair.survivor, Unit) else (*PERSON_CHOICES, OFFICIAL)
    facts = {name: back[column] for name, column in _columns(names) if column in back}
    if isinstance(pair.survivor, Unit):
        _unit_values(pair.survivor, merge, facts, back, by)
    else:
        contact_write(Contact.objects.get(pk=pair.survivor.pk), facts)
        for person in Contact.objects.filter(pk__in=(pair.survivor.pk, pair.loser.pk)):
            certificate_settle(contact=person, day=timezone.localdate(), by=by)


def _columns(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, "category_id" if name == "category" else name) for name in names]


def _value(record: Any, column: str, text: str) -> Any:
    """A value of the column from its text; of another row the row."""
    found = record._meta.get_field(column.removesuffix("_id"))
    if found.is_relation:
        return found.related_model._base_manager.filter(pk=text or None).first()
    if text == "":
        return None if found.null else found.to_python("")
    return found.to_python(text)


def _unit_values(
    unit: Unit, merge: Merge, facts: Mapping[str, Any], back: Mapping[str, Any], by: User
) -> None:
    unit_learn(
        unit_id=unit.pk, facts=facts, source=UnitFact.Source.MERGE, source_id=merge.pk, by=by
    )
    fresh: Unit = Unit.objects.get(pk=unit.pk)
    if fresh.normalised.startswith("#"):
        unit_respell(fresh)
    for name in ("last_contact_at", "protected_until"):
        if name in back:
            setattr(fresh, name, back[name])
    fresh.save(update_fields=["last_contact_at", "protected_until"])
    unit_regrade(unit=fresh)


def _unit_back(pair: Pair, merge: Merge, by: User) -> None:
    """Whoever followed the loser follows it again, its protection as it was (U5, U6)."""
    gone: Unit = Unit.objects.get(pk=pair.loser.pk)
    before = merge.before["loser"]
    owner, team = (int(before[name]) if before[name] else None for name in ("owner_id", "team_id"))
    change_owner(gone, owner, team, _("The merge was undone."), by)
    unit_regrade(unit=gone)


def corrected_since(merge: Merge) -> list[str]:
    """The fields that somebody corrected since: an undo leaves them as they are now."""
    survivor = merge.survivor
    now = kept(survivor)
    names = [
        name.removesuffix("_id")
        for name, text in merge.before["survivor"].items()
        if merge.after.get(name) not in (text, now[name])
    ]
    return [str(survivor._meta.get_field(name).verbose_name) for name in names]
