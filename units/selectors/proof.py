"""A customer's sincerity and proofs, for their page and timeline (P3, R2, V7)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.models import Attachment
from core.registry import Panel, TimelineEntry
from core.timeline import older_than
from units import permissions
from units.models import Proof, Sincerity, Unit
from units.selectors.roster import on_roster


@dataclass(frozen=True)
class Shown:
    """A proof as the page shows it: whether it ran out, and its pictures."""

    proof: Proof
    over: bool
    files: list[Attachment]


def proof_panel(contact: Any, user: User) -> Panel:
    """What the customer said and showed."""
    today = timezone.localdate()
    proofs = list(contact.proofs.select_related("by", "unit")[:10])
    pictures = Attachment.objects.filter(
        subject_type=Proof._meta.label_lower, subject_id__in=[proof.pk for proof in proofs]
    )
    files: dict[int, list[Attachment]] = {}
    for picture in pictures if proofs else ():
        files.setdefault(picture.subject_id, []).append(picture)
    return Panel(
        "units/_proofs.html",
        {
            "contact": contact,
            "said": contact.sincerities.select_related("by").first(),
            "proofs": [
                Shown(row, (row.valid_until or today) < today, files.get(row.pk, []))
                for row in proofs
            ],
            "on_roster": bool(contact.unit and on_roster(contact.unit, name=contact.name)),
            "may_add": user.has_perm(permissions.CONTACT_ADD),
            "may_withdraw": user.has_perm(permissions.PROOF_WITHDRAW),
        },
    )


def proof_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """Papers shown."""
    rows = older_than(_of(Proof, subject), "at", before)
    return [
        TimelineEntry(
            row.at,
            "proofs",
            _("%(name)s showed: %(paper)s")
            % {"name": row.contact, "paper": row.get_paper_display()},
            str(row.by),
            url=row.get_absolute_url(),
            icon="patch-check",
            detail=row.withdrawn_why,
        )
        for row in rows[:limit]
    ]


def sincerity_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """What was said of buying."""
    rows = older_than(_of(Sincerity, subject), "at", before)
    return [
        TimelineEntry(
            row.at,
            "sincerity",
            f"{row.contact}: {row.get_level_display()}",
            str(row.by),
            url=row.contact.get_absolute_url(),
            icon="hand-thumbs-up",
            detail=row.note,
        )
        for row in rows[:limit]
    ]


def _of(model: Any, subject: Any) -> Any:
    of = {"contact__unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    return model.objects.filter(**of).select_related("contact", "by")
