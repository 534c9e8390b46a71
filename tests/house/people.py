"""Requests of people about their data in the house's world, and one who is erased (L1)."""

from django.utils import timezone

from accounts.models import User
from core.commands import execute
from pricing.models import PriceDifference, Purchase
from pricing.selectors import open_amount
from pricing.services import difference_settle, payment_receive, purchase_complete
from units.models import Contact
from units.services import consent_give
from units.services.erasure import contact_erase
from units.services.request import Asked, request_record

People = dict[str, User]


def make(people: People) -> None:
    """A consent and a request for each of the two; an erasure asked; a buyer erased."""
    today = timezone.localdate()
    for owner in (people["ann"], people["cai"]):
        contact = Contact.objects.filter(owner=owner).exclude(unit=None).order_by("-pk")[0]
        execute(
            consent_give,
            contact_id=contact.pk,
            purpose="marketing",
            given=True,
            evidence="slip 7",
            by=owner,
        )
        _ask(contact, Asked("correction", "telephone", today, "My name is written wrong."), owner)
    mine = Contact.objects.filter(owner=people["ann"]).exclude(unit=None).order_by("-pk")[0]
    _ask(mine, Asked("erasure", "message", today), people["ann"])
    _erased(people)


def _ask(contact: Contact, asked: Asked, by: User) -> None:
    execute(request_record, contact_id=contact.pk, asked=asked, by=by)


def _erased(people: People) -> None:
    """Two who bought, paid in full and asked to be forgotten."""
    buyers = Contact.objects.filter(purchases__state="down_paid", tenures=None, rewards=None)
    keys = buyers.exclude(owner=people["ann"]).order_by("pk").values_list("pk", flat=True)
    for key in list(keys[:2]):
        _paid_in_full(key, people["fin1"])
        execute(contact_erase, contact_id=key, by=people["law"])


def _paid_in_full(buyer_id: int, by: User) -> None:
    today = timezone.localdate()
    dues = PriceDifference.objects.filter(purchase__contact=buyer_id, state="due")
    for key in list(dues.values_list("pk", flat=True)):
        execute(difference_settle, difference_id=key, way="paid_out", settled_on=today, by=by)
    for purchase in Purchase.objects.filter(contact=buyer_id, state="down_paid"):
        execute(
            payment_receive,
            purchase_id=purchase.pk,
            kind="instalment",
            amount=open_amount(purchase),
            received_on=today,
            by=by,
        )
        execute(purchase_complete, purchase_id=purchase.pk, by=by)
