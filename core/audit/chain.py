"""Reading the trail: is every link there, unchanged, and in its place?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from core.audit.heads import kept_heads
from core.audit.trail import link_hash
from core.models import AuditHead, AuditRecord


@dataclass(frozen=True)
class Broken:
    """One place where the chain does not hold, and what is wrong there."""

    sequence: int
    what: str

    def __str__(self) -> str:
        return f"{self.sequence}: {self.what}"


def verify(*, newest: int | None = None) -> list[Broken]:
    """Every broken place, [] for a whole chain; `newest` looks at so many links from the end.

    May run beside people at work: it looks no further than the head it read.
    """
    top = AuditRecord.objects.aggregate(top=Max("sequence"))["top"] or 0
    head = AuditHead.objects.first() or AuditHead()
    first = max(1, head.sequence - newest + 1) if newest else 1
    found = list(_chain(head, first))
    if top > head.sequence:
        found.append(Broken(top, _("a link stands behind the head of the chain")))
    found.extend(_against_files(head, first))
    return found


def _chain(head: AuditHead, first: int) -> Iterator[Broken]:
    links = AuditRecord.objects.filter(sequence__gte=first, sequence__lte=head.sequence)
    before = AuditRecord.objects.filter(sequence=first - 1).first()
    place, previous = first, before.hash if before else ""
    for link in links.order_by("sequence").iterator(chunk_size=2000):
        if link.sequence != place:
            yield Broken(place, _("links are missing here"))
        elif link.previous != previous:
            yield Broken(place, _("the link does not follow the one before it"))
        if link.hash != link_hash(link):
            yield Broken(link.sequence, _("the link was changed"))
        place, previous = link.sequence + 1, link.hash
    if place <= head.sequence:
        yield Broken(place, _("the end of the chain is cut off"))
    elif previous != head.hash:
        yield Broken(head.sequence, _("the head of the chain is another one"))


def _against_files(head: AuditHead, first: int) -> Iterable[Broken]:
    for path, kept in kept_heads():
        if kept is None:
            yield Broken(0, _("the signature of %(file)s is wrong") % {"file": path.name})
        elif kept.sequence < first:
            continue
        elif kept.sequence > head.sequence:
            yield Broken(kept.sequence, _("the chain ends before %(file)s") % {"file": path.name})
        elif not AuditRecord.objects.filter(sequence=kept.sequence, hash=kept.hash).exists():
            yield Broken(
                kept.sequence, _("the link is another one than in %(file)s") % {"file": path.name}
            )
