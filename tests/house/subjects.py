"""One record of each kind that belongs to ann (team 1), and one that belongs to cai (team 2).

What the demonstration has is found by its owner, what it has not was made in `extras`.
"""

from dataclasses import dataclass
from typing import Any

from accounts.models import Notification, User
from core.files import attachments_of
from core.models import Approval, ImportBatch, PolicyRow
from pricing.models import Home, LedgerEntry, PriceDifference, Purchase
from rewards.models import Acknowledgement, Conversion, Reclaim, Reward, Voucher
from tests.house import extras, listed
from units.models import (
    Campaign,
    Category,
    Contact,
    DirectoryEntry,
    DirectorySending,
    Dispute,
    Gift,
    KeyPersonTenure,
    LookUpDay,
    Merge,
    PersonRequest,
    Phase,
    PooledContact,
    PooledUnit,
    Proof,
    Round,
    SealedIdentity,
    Target,
    Tie,
    Unit,
)
from units.services.looking import files_to_look_at
from visits.models import FollowUp, VisitReport


@dataclass(frozen=True)
class Pair:
    """What stands in the address for ann's record and for cai's; None where there is only one."""

    anns: Any
    cais: Any = None


def subjects(people: dict[str, User]) -> dict[str, Pair]:
    """Every kind of record an address may name."""
    ann, cai = people["ann"], people["cai"]
    return {
        "policy": Pair("evaluation"),
        "import_kind": Pair(extras.IMPORT),
        "token": Pair(_voucher(ann).token),
        "category": Pair(_pk(Category.objects.order_by("pk"))),
        "entry_of_directory": Pair(_pk(DirectoryEntry.objects.filter(sendings=None))),
        "phase": Pair(_pk(Phase.objects.order_by("pk"))),
        "round": Pair(_pk(Round.objects.order_by("pk"))),
        "target": Pair(_pk(Target.objects.order_by("pk"))),
        "campaign": Pair(_pk(Campaign.objects.order_by("pk"))),
        "home": Pair(_pk(Home.objects.order_by("pk"))),
        "planned": Pair(_pk(PolicyRow.objects.filter(withdrawn_at=None))),
        "person": Pair(people["bob"].pk),
        "holder": Pair(people["bob"].pk),
        "pooled_unit": Pair(_pk(PooledUnit.objects.visible_to(ann).order_by("pk"))),
        "pooled_contact": Pair(_pk(PooledContact.objects.visible_to(ann).order_by("pk"))),
        "difference": Pair(_pk(PriceDifference.objects.all())),
        "reclaim": Pair(_pk(Reclaim.objects.all())),
        "conversion": Pair(_pk(Conversion.objects.all())),
        "deed": Pair("unit_list.assign"),
        **{name: Pair(*keys) for name, keys in listed.subjects(people).items()},
        "erasure": Pair(_pk(PersonRequest.objects.live().filter(kind="erasure"))),
        "looked_file": Pair(_looked_file()),
        "sealed": Pair(_pk(SealedIdentity.objects.all())),
        "own_project": Pair(_pk(ann.projects.all())),
        **{name: Pair(find(ann), find(cai)) for name, find in FINDERS.items()},
    }


def _pk(rows: Any) -> int:
    first = rows.first()
    assert first is not None, f"the world has no {rows.model._meta.verbose_name}"
    return int(first.pk)


def _looked_file() -> tuple[int, int]:
    """A request for erasure, and a photo on which the person may be."""
    for request in PersonRequest.objects.live().filter(kind="erasure"):
        for kept in files_to_look_at(request):
            return request.pk, kept.pk
    raise AssertionError("the world has nobody to erase of a unit with photos")


def _unit(owner: User) -> Any:
    return Unit.objects.filter(owner=owner).order_by("pk")[0]


def _visit(owner: User) -> Any:
    return VisitReport.objects.filter(owner=owner, state="submitted").order_by("pk")[0]


def _paper(owner: User) -> int:
    filed = Acknowledgement.objects.filter(unit__owner=owner, unit__rewards__held_on__isnull=False)
    return _pk(attachments_of(filed[0]))


def _contact(owner: User) -> Any:
    return Contact.objects.filter(owner=owner, unit=_unit(owner)).order_by("-pk")


def _requests(owner: User) -> Any:
    return PersonRequest.objects.live().filter(contact__owner=owner, kind="correction")


def _voucher(owner: User) -> Any:
    return Voucher.objects.filter(rewards__owner=owner).order_by("pk")[0]


FINDERS: dict[str, Any] = {
    "unit": lambda owner: _unit(owner).pk,
    "contact": lambda owner: _pk(_contact(owner)),
    "identified": lambda owner: _pk(_contact(owner).exclude(id_number="")),
    "merge": lambda owner: _pk(Merge.objects.filter(unit__owner=owner)),
    "lookup_day": lambda owner: _pk(LookUpDay.objects.filter(by=owner)),
    "tenure": lambda owner: _pk(KeyPersonTenure.objects.filter(unit=_unit(owner))),
    "tie": lambda owner: _pk(Tie.objects.filter(unit=_unit(owner)).order_by("-pk")),
    "gift": lambda owner: _pk(Gift.objects.filter(unit__owner=owner, state="approved")),
    "held_gift": lambda owner: _pk(Gift.objects.held().filter(unit__owner=owner)),
    "dispute": lambda owner: _pk(Dispute.objects.filter(holder=owner)),
    "subject": lambda owner: _pk(_contact(owner)),
    "request": lambda owner: _pk(_requests(owner)),
    "visit": lambda owner: _visit(owner).pk,
    "draft": lambda owner: _pk(VisitReport.objects.drafts().filter(owner=owner)),
    "photo": lambda owner: _pk(attachments_of(_visit(owner), "photo")),
    "unit_file": lambda owner: _pk(attachments_of(_unit(owner), "unit")),
    "follow_up": lambda owner: _pk(FollowUp.objects.open().filter(owner=owner)),
    "purchase": lambda owner: _pk(Purchase.objects.filter(owner=owner)),
    "entry": lambda owner: _pk(LedgerEntry.objects.filter(purchase__owner=owner)),
    "reward": lambda owner: _pk(Reward.objects.filter(owner=owner, held_on=None)),
    "held_reward": lambda owner: _pk(Reward.objects.held().filter(owner=owner)),
    "paper": _paper,
    "voucher": lambda owner: _voucher(owner).pk,
    "approval": lambda owner: _pk(Approval.objects.filter(asked_by=owner)),
    "batch": lambda owner: _pk(ImportBatch.objects.filter(created_by=owner)),
    "sending": lambda owner: _pk(DirectorySending.objects.filter(by=owner)),
    "proof": lambda owner: _pk(Proof.objects.filter(contact__owner=owner, withdrawn_at=None)),
    "notification": lambda owner: _pk(Notification.objects.filter(user=owner)),
}
