"""What the pages of a unit and a person show of key persons, gifts and evaluations (K, U4)."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from core.registry import Panel
from units import permissions
from units.models import Contact, Gift, KeyPersonTenure, Tie, Unit
from units.selectors.consent import consent_now
from units.selectors.evaluation import changes_between

SHOWN = 5
BACK = 12  # evaluations in the small trend


def key_person_panel(unit: Model, user: User) -> Panel | None:
    """Everything known of the key person, and who it was before (K1, K2)."""
    if not isinstance(unit, Unit) or not user.has_perm(permissions.CONTACT_VIEW):
        return None
    tenures = list(unit.tenures.select_related("contact", "named_by")[: SHOWN + 1])
    now = next((row for row in tenures if row.ends_on is None), None)
    context = {
        "unit": unit,
        "now": now,
        "before": [row for row in tenures if row.ends_on is not None],
        "consents": consent_now(now.contact) if now else [],
        **_may(user),
    }
    return Panel("units/_key_person.html", context)


def standing_panel(contact: Model, user: User) -> Panel | None:
    """What weight a person has in the unit, and when they were its key person (K2)."""
    if not isinstance(contact, Contact) or contact.unit_id is None:
        return None
    tenures = KeyPersonTenure.objects.filter(contact=contact).select_related("unit")
    of_theirs = Tie.objects.filter(Q(person=contact) | Q(other=contact))
    ties = list(of_theirs.select_related("person", "other"))
    context = {
        "person": contact,
        "tenures": list(tenures),
        "ties": [tie for tie in ties if tie.person_id == contact.pk],
        "back": [tie for tie in ties if tie.other_id == contact.pk],
        **_may(user),
    }
    return Panel("units/_in_unit.html", context)


def _may(user: User) -> dict[str, bool]:
    return {
        "may_name": user.has_perm(permissions.KEY_PERSON_NAME),
        "may_correct": user.has_perm(permissions.KEY_PERSON_CORRECT),
        "may_edit": user.has_perm(permissions.CONTACT_ADD),
    }


def gift_panel(subject: Model, user: User) -> Panel | None:
    """The newest gifts to a unit's people, or to one person (K5)."""
    if not isinstance(subject, Unit | Contact) or not user.has_perm(permissions.GIFT_VIEW):
        return None
    unit_id = subject.pk if isinstance(subject, Unit) else subject.unit_id
    if unit_id is None:
        return None
    of = "unit" if isinstance(subject, Unit) else "contact"
    gifts: QuerySet[Gift] = Gift.objects.visible_to(user).filter(**{of: subject})
    add = reverse("gift_add", args=[unit_id])
    context: dict[str, Any] = {
        "gifts": list(gifts.select_related("contact")[:SHOWN]),
        "url": f"{reverse('gift_list')}?{of}={subject.pk}",
        "add_url": add if of == "unit" else f"{add}?contact={subject.pk}",
        "may_add": user.has_perm(permissions.GIFT_ADD),
    }
    return Panel("units/_gifts.html", context)


def evaluation_panel(unit: Model, user: User) -> Panel | None:
    """The two scores, what changed since the last time, and the way the mean went (U4)."""
    if not isinstance(unit, Unit) or not user.has_perm(permissions.UNIT_VIEW):
        return None
    rows = list(unit.evaluations.select_related("by")[:BACK])
    changes = changes_between(rows[0], rows[1]) if len(rows) > 1 else []
    means = [(row.strength + row.sincerity) / 2 for row in reversed(rows)]
    context = {
        "unit": unit,
        "last": rows[0] if rows else None,
        "changes": changes,
        "line": _line([float(mean) for mean in means]),
        "may_evaluate": user.has_perm(permissions.UNIT_EVALUATE),
    }
    return Panel("units/_evaluation.html", context)


def _line(means: list[float]) -> str:
    """The points of a small line, 120 by 36; empty for fewer than two."""
    if len(means) < 2:
        return ""
    step = 112 / (len(means) - 1)
    return " ".join(f"{4 + n * step:.0f},{32 - mean * 0.28:.0f}" for n, mean in enumerate(means))
