"""For every form a record it fits and what to type, so that its service is reached.

What the page fills in by itself is sent as it stands; only the rest is written here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Team, User
from accounts.services.people import person_leave
from core.commands import execute
from pricing.models import Home, Purchase
from pricing.selectors import open_amount
from pricing.services import payment_receive, purchase_reserve
from rewards.demo import plan
from rewards.models import Reward, Voucher
from tests.house.extras import BASIS, People, picture
from tests.house.subjects import Pair
from units.models import Arrival, Category, Contact, Unit

Key = Callable[[People, dict[str, Pair]], Any]


@dataclass(frozen=True)
class Good:
    """Who sends the form, about which record (None: ann's), and what they type.

    `typed` may be a function when it needs keys of rows.
    """

    by: str = ""
    about: Key | None = None
    typed: dict[str, Any] | Callable[[People], dict[str, Any]] = field(default_factory=dict)


def _day(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def _sheet() -> SimpleUploadedFile:
    return SimpleUploadedFile("rows.csv", b"Name\none\n", "text/csv")


def _purchase(state: str) -> Key:
    def find(people: People, found: dict[str, Pair]) -> Any:
        return Purchase.objects.filter(state=state, unit__isnull=False).order_by("pk")[0].pk

    return find


def _reserved(people: People, found: dict[str, Pair]) -> Any:
    """The only one without a deposit is made here."""
    home, buyer = Home.objects.available()[0], _free_buyer()
    made = execute(
        purchase_reserve,
        home_id=home.pk,
        contact_id=buyer.pk,
        plan="one_time",
        reserved_on=timezone.localdate(),
        by=people["ann"],
    )
    return made.pk


def _free_buyer() -> Any:
    """A customer ann has registered, of no unit."""
    return Contact.objects.filter(owner__username="ann", unit=None).order_by("pk")[0]


def _registered(people: People, found: dict[str, Pair]) -> Any:
    came = Arrival.objects.values("contact")
    return Contact.objects.filter(owner=people["ann"], unit=None).exclude(pk__in=came)[0].pk


def _fully_paid(people: People, found: dict[str, Pair]) -> Any:
    purchase = Purchase.objects.filter(state="down_paid").order_by("pk")[0]
    execute(
        payment_receive,
        purchase_id=purchase.pk,
        kind="instalment",
        amount=open_amount(purchase),
        received_on=timezone.localdate(),
        by=people["fin1"],
    )
    return purchase.pk


def _gone(people: People, found: dict[str, Pair]) -> Any:
    return execute(person_leave, user_id=people["planner"].pk, by=people["admin"]).pk


def _with_device(people: People, found: dict[str, Pair]) -> Any:
    return TOTPDevice.objects.create(user=people["bob"], name="telephone").user_id


def _reward(state: str) -> Key:
    def find(people: People, found: dict[str, Pair]) -> Any:
        return Reward.objects.filter(state=state).order_by("pk")[0].pk

    return find


def _unpaid_voucher(people: People, found: dict[str, Pair]) -> Any:
    return Voucher.objects.filter(state="verified")[0].pk


def _chooses(people: People) -> dict[str, Any]:
    return {"home": Home.objects.available()[0].pk, "contact": _free_buyer().pk, "plan": "one_time"}


def _new_team(people: People) -> dict[str, Any]:
    return {"team": Team.objects.exclude(memberships__user=people["bob"])[0].pk}


def _another_key_person(people: People) -> dict[str, Any]:
    unit = Unit.objects.filter(owner=people["ann"]).order_by("pk")[0]
    return {"contact": unit.contacts.filter(tenures=None).order_by("pk")[0].pk}


def _first_category(people: People) -> dict[str, Any]:
    return {"name": "温州商会", "category": Category.objects.order_by("pk")[0].pk}


def _project(people: People) -> dict[str, Any]:
    user: User = people["ann"]
    return {"username": "newcomer", "name": "新", "role": "sales", "projects": [*user.project_ids]}


_BASIS = {"basis": BASIS}
_WHY = {"why": "Nobody needs it any more."}
_REASON = {"reason": "It was a mistake."}
_MONEY = {"amount": "20000"}
_PROOF = {"proof": "tuoke-demo-2008"}

GOOD = {
    "approval_decide": Good("lead1", typed={"decision": "approve"}),
    "approval_withdraw": Good("ann"),
    "import_add": Good("ann", typed=lambda people: {"sheet": _sheet()}),
    "import_map": Good("ann"),
    "import_confirm": Good("ann", typed={"leave_out": "on"}),
    "import_discard": Good("ann"),
    "policy_add": Good(typed={"note": "As decided.", "valid_from": _day(60)}),
    "policy_withdraw": Good(),
    "password_change": Good(
        typed={**_PROOF, "password": "three-Quarries-7", "again": "three-Quarries-7"}
    ),
    "second_factor_verify": Good(typed={"token": "123456"}),
    "second_factor_setup": Good(typed={"token": "123456"}),
    "second_factor_remove": Good(typed=_PROOF),
    "backup_codes": Good(typed=_PROOF),
    "person_add": Good(typed=_project),
    "person_edit": Good(),
    "person_team": Good(typed=_new_team),
    "person_password": Good(),
    "person_leave": Good(typed={"sure": "on"}),
    "person_return": Good(about=_gone),
    "person_second_factor": Good(about=_with_device),
    "unit_add": Good("ann", typed=_first_category),
    "unit_edit": Good("ann", typed={"remarks": "Well."}),
    "unit_evaluate": Good("ann", typed={"headcount": "70", "help": "60"}),
    "key_person_name": Good("ann", typed=_another_key_person),
    "contact_add": Good("ann", typed={"name": "新来"}),
    "contact_edit": Good("ann", typed={"position": "会计"}),
    "contact_reveal": Good(typed={"reason": "The tax office asks."}),
    "arrival_record": Good("ann", about=_registered),
    "customer_register": Good("ann", typed={"name": "新客", "mobile": "13811112222"}),
    "visit_edit": Good("ann", typed={"remarks": "Well."}),
    "visit_submit": Good("ann", typed={"people_met": "会长", "joint_event": "yes"}),
    "visit_autosave": Good("ann", typed={"version": "1", "remarks": "Well."}),
    "visit_discard": Good("ann"),
    "visit_photo_add": Good("ann", typed=lambda people: {"photos": [picture()]}),
    "followup_done": Good("ann", typed={"outcome": "Done."}),
    "followup_move": Good("ann", typed={"due_on": _day(9), "why": "They are away."}),
    "followup_cancel": Good("ann", typed=_WHY),
    "followup_add": Good("ann", typed={"subject": "Call", "due_on": _day(3)}),
    "contact_followup_add": Good("ann", typed={"subject": "Call", "due_on": _day(3)}),
    "home_add": Good(typed={"building": "2", "number": "101", "area": "90", "unit_price": "3000"}),
    "purchase_add": Good("ann", typed=_chooses),
    "purchase_deposit": Good(about=_reserved, typed=_MONEY),
    "purchase_contract": Good(
        about=_purchase("subscribed"), typed={"contract_no": "HT-1", "signed_on": _day()}
    ),
    "purchase_down_payment": Good(about=_purchase("contracted"), typed=_MONEY),
    "purchase_payment": Good(about=_purchase("down_paid"), typed={**_MONEY, "kind": "instalment"}),
    "purchase_refund": Good(about=_purchase("cancelled"), typed={"amount": "100"}),
    "purchase_complete": Good(about=_fully_paid),
    "purchase_cancel": Good(about=_purchase("subscribed"), typed=_REASON),
    "entry_reverse": Good(typed=_REASON),
    "difference_settle": Good(typed={"way": "paid_out"}),
    "reward_verify": Good(
        "fin2",
        about=_reward("payable"),
        typed=lambda people: {
            "id_number": plan.ID_NUMBER,
            "work_permit_seen": "on",
            "accompanied_by": people["ann"].pk,
            "method": "cash",
        },
    ),
    "reward_pay": Good("fin2", about=_reward("verified")),
    "reward_hold": Good("fin1", about=_reward("payable"), typed=_WHY),
    "reward_release": Good(typed=_BASIS),
    "reward_convert": Good(typed=_BASIS),
    "reward_refuse": Good(typed=_BASIS),
    "reward_agree": Good(typed=_BASIS),
    "acknowledgement_add": Good("ann", typed=lambda people: {"upload": picture()}),
    "voucher_print": Good(typed={"form": "page"}),
    "voucher_batch": Good(typed={"form": "page", "day": _day()}),
    "voucher_void": Good(about=_unpaid_voucher, typed=_WHY),
    "reclaim_settle": Good(typed={"note": "Paid back in cash."}),
    "conversion_settle": Good(typed={"note": "Taken off the price."}),
}
