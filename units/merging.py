"""What the tables of units want when two units or two people become one (U8, K1, U6, L1)."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.merging import Care, Pair, none_stays, register_care, register_refusal
from units.models import Claim, Consent, KeyPersonTenure, Registration, Tie, Unit


def register() -> None:
    """Called once, when the house opens."""
    own = gettext_lazy("belongs to the old record alone")
    for place in (
        "units.Likeness.unit",
        "units.Merge.unit_gone",
        "units.Merge.contact_gone",
        "units.SealedIdentity.contact",
        *(f"units.NotSame.{column}" for column in ("unit", "unit_too", "contact", "contact_too")),
    ):
        register_care(place, Care(stays=own, hidden=True))
    for place in ("core.ImportChange.subject_id", "units.Merge.unit", "units.Merge.contact"):
        register_care(place, Care(hidden=True))
    for place in ("units.Unit.merged_into", "units.Contact.merged_into"):
        register_care(place, Care(label=gettext_lazy("Records merged before")))
    register_care("units.Unit.parent", Care(label=gettext_lazy("Branches")))
    for place, label in (
        ("core.Approval.subject_id", gettext_lazy("Approvals")),
        ("units.Evaluation.unit", gettext_lazy("Evaluations")),
        ("units.UnitFact.unit", gettext_lazy("Facts learned")),
        ("units.Consent.contact", gettext_lazy("Consents")),
    ):
        register_care(place, Care(label=label))
    round_once = gettext_lazy("the round names the unit already")
    register_care("units.Round_units.unit", Care(once=round_once))
    day_once = gettext_lazy("an arrival of that day is recorded already")
    register_care("units.Arrival.contact", Care(once=day_once))
    register_care("units.Contact.unit", Care(follows={"owner": _of_loser, "team": _of_loser}))
    at_once = gettext_lazy("on the same days the key persons of the record that stays count")
    register_care("units.KeyPersonTenure.unit", Care(once=at_once, staying=_overlapped))
    own_roster = gettext_lazy("the record that stays has a roster of its own")
    register_care("units.Roster.unit", Care(once=own_roster))
    owned = gettext_lazy("it is known that they own this home")
    register_care("units.OwnedHome.contact", Care(once=owned))
    claimed = gettext_lazy("Claims from the pool")
    for place in ("units.Claim.unit", "units.Claim.contact"):
        register_care(place, Care(staying=none_stays, label=claimed))
    register_care("units.Registration.contact", Care(staying=none_stays))
    for why in (_projects, _group):
        register_refusal("units.unit", why)
    for why in (_erased, _projects, _other_unit, _identities, _registrations, _refused, _tied):
        register_refusal("units.contact", why)


# --- units --------------------------------------------------------------------------------------


def _of_loser(rows: QuerySet[Any], pair: Pair) -> QuerySet[Any]:
    """People go with their unit, but for those whom somebody registered (U5, U6)."""
    live = Registration.objects.filter(live=True, protected_until__gte=timezone.localdate())
    return rows.filter(owner_id=pair.loser.owner_id).exclude(pk__in=live.values("contact_id"))


def _projects(pair: Pair) -> Iterator[str]:
    if pair.survivor.project_id != pair.loser.project_id:
        yield _("They belong to different projects.")


def _group(pair: Pair) -> Iterator[str]:
    """A branch and its group are two (U2); and a ring of branches must not come about."""
    if pair.loser.pk in _upwards(pair.survivor) or pair.survivor.pk in _upwards(pair.loser):
        yield _("One is a branch of the other. Take it out of the group first.")


def _upwards(unit: Any) -> set[int]:
    found: set[int] = set()
    parent = unit.parent
    while parent is not None and parent.pk not in found:
        found.add(parent.pk)
        parent = parent.parent
    return found


def overlapping(pair: Pair) -> list[tuple[KeyPersonTenure, KeyPersonTenure]]:
    """Tenures of both units that share a day (K1)."""
    mine, theirs = (
        list(KeyPersonTenure.objects.filter(unit=unit).select_related("contact"))
        for unit in (pair.survivor, pair.loser)
    )
    return [(one, other) for one, other in product(mine, theirs) if _share(one, other)]


def _share(one: KeyPersonTenure, other: KeyPersonTenure) -> bool:
    ends = (one.ends_on or date.max, other.ends_on or date.max)
    return max(one.starts_on, other.starts_on) < min(ends)


def _overlapped(rows: QuerySet[Any], pair: Pair) -> QuerySet[Any]:
    """Where two were key person on one day, the survivor's history counts, the other's is kept."""
    return rows if overlapping(pair) else rows.none()


# --- people -------------------------------------------------------------------------------------


def _erased(pair: Pair) -> Iterator[str]:
    """Who was made unreadable is nobody's duplicate any more (L1)."""
    if pair.survivor.erased_at is not None or pair.loser.erased_at is not None:
        yield _("One of the two was erased and stays as it is.")


def _other_unit(pair: Pair) -> Iterator[str]:
    units = {pair.survivor.unit_id, pair.loser.unit_id} - {None}
    if len(units) > 1:
        yield _(
            "They belong to two units. Merge the units first, or give both people the same unit."
        )


def _identities(pair: Pair) -> Iterator[str]:
    hashes = {pair.survivor.id_hash, pair.loser.id_hash} - {""}
    if len(hashes) > 1:
        yield _("Their identity numbers differ, so they are two people.")


def _registrations(pair: Pair) -> Iterator[str]:
    """Two who each hold the customer: that is for the sales manager to settle, not to merge."""
    live = live_registrations(pair)
    if len({row.owner_id for row in live}) > 1:
        yield _(
            "Both are registered and protected, for two salespeople. Have the sales manager settle "
            "whose customer it is first."
        )


def live_registrations(pair: Pair) -> list[Registration]:
    """Those that protect one of the two today, the longest first."""
    rows = Registration.objects.filter(
        contact__in=(pair.survivor.pk, pair.loser.pk),
        live=True,
        protected_until__gte=timezone.localdate(),
    )
    return list(rows.order_by("-protected_until", "pk"))


def _refused(pair: Pair) -> Iterator[str]:
    """A refusal stands for good: a consent that the other one gave must not cover it (L1)."""
    for purpose, label in Consent.Purpose.choices:
        rows = Consent.objects.filter(purpose=purpose).order_by("-at", "-pk")
        one, other = (rows.filter(contact=who).first() for who in (pair.survivor, pair.loser))
        if one is None or other is None:
            continue
        newest, older = (one, other) if one.at >= other.at else (other, one)
        if newest.given and not older.given:
            yield _(
                "%(name)s refused (%(purpose)s), and the other record has a later consent. Record "
                "the refusal there, too, before you merge."
            ) % {"name": older.contact, "purpose": label}


def _tied(pair: Pair) -> Iterator[str]:
    """Nobody is tied to themselves (K2)."""
    both = (pair.survivor.pk, pair.loser.pk)
    if Tie.objects.filter(person__in=both, other__in=both).exists():
        yield _("There is a tie between the two on the map of people. Take it away first.")


def live_claims(pair: Pair) -> QuerySet[Any]:
    """The loser's live claim where the survivor has one: one of the two has to end (U7)."""
    of = "unit" if isinstance(pair.loser, Unit) else "contact"
    live = Claim.objects.filter(ended_at=None)
    rows = live.filter(**{of: pair.loser.pk})
    return rows if live.filter(**{of: pair.survivor.pk}).exists() else rows.none()
