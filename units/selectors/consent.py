"""What a person allowed, and how it came to be so (L1)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Attachment
from units.models import Consent, Contact


def may_market(contact: Contact) -> bool:
    """Whether marketing may be sent to this person now; for many ask the queryset's own."""
    return Contact.objects.filter(pk=contact.pk).may_market().exists()


@dataclass(frozen=True)
class Said:
    """One answer as it is shown: the row, in a word, and its paper."""

    row: Consent
    word: str | Promise
    css: str
    files: list[Attachment]


@dataclass(frozen=True)
class Standing:
    """How one purpose stands now, and every answer before."""

    purpose: str | Promise
    now: Said | None
    earlier: list[Said]


def consent_standing(contact: Contact) -> list[Standing]:
    """Every purpose with its newest answer and its history."""
    rows = list(contact.consents.select_related("by"))
    papers = _papers(rows)
    return [
        _standing(label, [row for row in rows if row.purpose == purpose], papers)
        for purpose, label in Consent.Purpose.choices
    ]


def consent_now(contact: Contact) -> list[Standing]:
    """The same without the papers, and only what was asked about: for one line."""
    rows = list(contact.consents.all())
    return [
        _standing(label, [row for row in rows if row.purpose == purpose], {})
        for purpose, label in Consent.Purpose.choices
        if any(row.purpose == purpose for row in rows)
    ]


def _standing(
    label: "str | Promise", rows: list[Consent], papers: dict[int, list[Attachment]]
) -> Standing:
    said = [
        Said(row, *_word(row, rows[place + 1 :]), papers.get(row.pk, []))
        for place, row in enumerate(rows)
    ]
    return Standing(label, said[0] if said else None, said[1:])


def _word(row: Consent, before: list[Consent]) -> tuple[str | Promise, str]:
    """A no after a yes is a withdrawal."""
    if row.given:
        return _("given"), "good"
    withdrawn = bool(before) and before[0].given
    return (_("withdrawn") if withdrawn else _("refused")), "bad"


def _papers(rows: list[Consent]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = {}
    if rows:
        keys = [row.pk for row in rows]
        same = Attachment.objects.filter(subject_type="units.consent", subject_id__in=keys)
        for kept in same.order_by("at", "id"):
            found.setdefault(kept.subject_id, []).append(kept)
    return found
