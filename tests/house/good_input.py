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
from core.importing.reading import look
from core.importing.services import Origin, import_confirm, import_upload
from pricing.models import Home, Purchase
from pricing.selectors import open_amount
from pricing.services import payment_receive, purchase_reserve
from rewards.demo import plan
from rewards.models import Reward, Voucher
from tests.house.extras import BASIS, IMPORT, People, picture
from tests.house.subjects import Pair
from units.models import Arrival, Campaign, Category, Contact, Unit
from units.services import CampaignPlan, campaign_add, contact_add, unit_add
from units.services.merge import PERSON_CHOICES, UNIT_CHOICES
from units.services.request import Asked, request_record

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


def _without_purchase(model: Any) -> Key:
    """One of team 1's that no purchase keeps with whom it is."""

    def find(people: People, found: dict[str, Pair]) -> Any:
        mine = model.objects.filter(owner__username__in=("ann", "bob")).order_by("pk")
        return mine.filter(purchases=None)[0].pk

    return find


def _to_bob(people: People) -> dict[str, Any]:
    return {"owner": people["bob"].pk, "why": "The area changes hands."}


def _to_ann(people: People) -> dict[str, Any]:
    return {"everyone": people["ann"].pk, "sure": "on"}


def _unpaid_voucher(people: People, found: dict[str, Pair]) -> Any:
    return Voucher.objects.filter(state="verified")[0].pk


def _import(kind: str, text: str, by: User) -> Any:
    received = look(SimpleUploadedFile("rows.csv", text.encode()))
    return execute(import_upload, kind=kind, received=received, origin=Origin(), by=by)


def _long_import(people: People, found: dict[str, Pair]) -> Any:
    """So long that the worker reads it, who is not here."""
    return _import(IMPORT, "Name\n" + "row\n" * 20_000, people["ann"]).pk


def _done_import(people: People, found: dict[str, Pair]) -> Any:
    category = Category.objects.order_by("pk")[0].code
    batch = _import("units", f"Name,Category\n新商会,{category}\n", people["ann"])
    return execute(import_confirm, batch_id=batch.pk, leave_out=False, by=people["ann"]).pk


def _chooses(people: People) -> dict[str, Any]:
    return {"home": Home.objects.available()[0].pk, "contact": _free_buyer().pk, "plan": "one_time"}


def _new_team(people: People) -> dict[str, Any]:
    return {"team": Team.objects.exclude(memberships__user=people["bob"])[0].pk}


def _another_key_person(people: People) -> dict[str, Any]:
    unit = Unit.objects.filter(owner=people["ann"]).order_by("pk")[0]
    return {"contact": unit.contacts.filter(tenures=None).order_by("pk")[0].pk}


def _customer(people: People) -> dict[str, Any]:
    return {"contact": Contact.objects.filter(owner=people["ann"]).exclude(mobile="")[0].pk}


def _at_the_desk(people: People) -> dict[str, Any]:
    """Somebody registered who has not come today."""
    today = Arrival.objects.filter(arrived_on=timezone.localdate())
    live = Contact.objects.filter(owner=people["ann"], registrations__live=True)
    contact = live.exclude(pk__in=today.values("contact"))[0]
    return {"contact_id": contact.pk, "digits": contact.mobile[-4:]}


def _two_units(people: People) -> dict[str, Any]:
    """A second unit that nothing hangs on."""
    other = execute(
        unit_add,
        facts={"name": "另一个商会", "category": Category.objects.order_by("pk")[0]},
        by=people["ann"],
    )
    return {"other": other.pk, "keep": "left", **dict.fromkeys(map(_taken, UNIT_CHOICES), "left")}


def _two_people(people: People) -> dict[str, Any]:
    other = execute(contact_add, facts={"name": "另一位"}, unit_id=None, by=people["ann"])
    return {"other": other.pk, "keep": "left", **dict.fromkeys(map(_taken, PERSON_CHOICES), "left")}


def _taken(field: str) -> str:
    return f"take_{field}"


def _first_target(people: People) -> dict[str, Any]:
    campaign = Campaign.objects.order_by("pk")[0]
    return {"part": f"target:{campaign.targets.order_by('pk')[0].pk}"}


def _short_campaign(people: People, found: dict[str, Pair]) -> Any:
    """One that has no round yet."""
    short = CampaignPlan("Short", timezone.localdate(), timezone.localdate())
    project = next(iter(people["manager"].project_ids))
    return execute(campaign_add, project_id=project, plan=short, by=people["manager"]).pk


def _another_tie(people: People) -> dict[str, Any]:
    """To somebody the contact of the address has no tie to yet."""
    unit = Unit.objects.filter(owner=people["ann"]).order_by("pk")[0]
    return {"kind": "introduced", "other": unit.contacts.order_by("pk")[0].pk}


def _first_category(people: People) -> dict[str, Any]:
    return {"name": "温州商会", "category": Category.objects.order_by("pk")[0].pk}


def _project(people: People) -> dict[str, Any]:
    user: User = people["ann"]
    return {"username": "newcomer", "name": "新", "role": "sales", "projects": [*user.project_ids]}


def _assigned(people: People) -> dict[str, Any]:
    return {"all": "1", "owner": people["bob"].pk, "why": "A new plan."}


def _erasable(people: People, found: dict[str, Pair]) -> Any:
    asked = Asked("erasure", "message", timezone.localdate())
    person = _free_buyer()
    return execute(request_record, contact_id=person.pk, asked=asked, by=people["ann"]).pk


def _forgotten(people: People, found: dict[str, Pair]) -> Any:
    """Somebody entered long ago, and nothing since."""
    person = execute(
        contact_add, facts={"name": "久远"}, unit_id=found["unit"].anns, by=people["ann"]
    )
    Contact.objects.filter(pk=person.pk).update(created_at=timezone.now() - timedelta(days=5 * 365))
    return person.project_id


_BASIS = {"basis": BASIS}
_WHY = {"why": "Nobody needs it any more."}
_REASON = {"reason": "It was a mistake."}
_MONEY = {"amount": "20000"}
_PROOF = {"proof": "tuoke-demo-2008"}

GOOD = {
    "bulk_start": Good("manager", typed=lambda people: _assigned(people)),
    "bulk_stop": Good("lead1"),
    "export_stop": Good("ann"),
    "export_release": Good("law", typed={"persons": "100", "why": "The list of the fair."}),
    "saved_view_add": Good("ann", typed={"name": "New", "list": "unit_list"}),
    "saved_view_edit": Good("ann", typed={"name": "Another"}),
    "saved_view_delete": Good("ann"),
    "approval_decide": Good("lead1", typed={"decision": "approve"}),
    "approval_withdraw": Good("ann"),
    "import_add": Good("ann", typed=lambda people: {"sheet": _sheet()}),
    "import_map": Good("ann"),
    "import_confirm": Good("ann", typed={"leave_out": "on"}),
    "import_stop": Good("ann", about=_long_import),
    "import_undo": Good("ann", about=_done_import),
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
    "category_add": Good(typed={"name": "Airline", "name_zh": "航空公司", "group_rule": "none"}),
    "category_edit": Good(typed={"retired": "on"}),
    "unit_edit": Good("ann", typed={"remarks": "Well."}),
    "unit_file_add": Good("ann", typed=lambda people: {"uploads": [picture()]}),
    "unit_file_remove": Good("ann"),
    "unit_evaluate": Good("ann", typed={"headcount": "70", "help": "60"}),
    "key_person_name": Good("ann", typed=_another_key_person),
    "key_person_end": Good("ann"),
    "tenure_correct": Good("lead1", typed={"why": "Entered a day late."}),
    "tie_add": Good("ann", typed=_another_tie),
    "tie_remove": Good("ann"),
    "gift_add": Good("ann", typed={"item": "Tea", "value": "40"}),
    "gift_give": Good("ann"),
    "gift_withdraw": Good("ann", typed=_WHY),
    "gift_release": Good(typed=_BASIS),
    "gift_convert": Good(typed=_BASIS),
    "gift_refuse": Good(typed=_BASIS),
    "gift_agree": Good(typed=_BASIS),
    "roster_count": Good("ann", typed={"count": "120"}),
    "roster_clear": Good("ann"),
    "contact_add": Good("ann", typed={"name": "新来"}),
    "contact_new": Good("ann", typed={"name": "新来"}),
    "contact_edit": Good("ann", typed={"position": "会计"}),
    "contact_reveal": Good(typed={"reason": "The tax office asks."}),
    "arrival_record": Good("ann", about=_registered),
    "customer_register": Good("ann", typed={"name": "新客", "mobile": "13811112222"}),
    "campaign_add": Good(typed={"name": "New", "starts_on": "2009-01-01", "ends_on": "2009-02-01"}),
    "campaign_edit": Good(typed={"name": "Renamed"}),
    "campaign_cut": Good(typed=_first_target),
    "phase_add": Good(typed={"name": "After", "starts_on": "2008-07-01", "ends_on": "2008-07-02"}),
    "phase_edit": Good(typed={"name": "Renamed"}),
    "round_add": Good(about=_short_campaign, typed={"areas": "晋江"}),
    "round_edit": Good(typed={"areas": "晋江"}),
    "target_add": Good(typed={"label": "Visits", "kind": "visits", "goal": "9"}),
    "target_edit": Good(typed={"goal": "9"}),
    "desk_arrival": Good("ann", typed=_at_the_desk),
    "desk_walk_in": Good("ann", typed={"name": "新客", "mobile": "13811113333"}),
    "sincerity_record": Good("ann", typed={"level": "sincere"}),
    "proof_record": Good("ann", typed={"kind": "belonging", "paper": "permit"}),
    "proof_withdraw": Good(typed=_WHY),
    "unit_merge": Good("manager", typed=_two_units),
    "contact_merge": Good("manager", typed=_two_people),
    "merge_undo": Good("manager"),
    "unit_not_same": Good("manager", typed=_two_units),
    "contact_not_same": Good("manager", typed=_two_people),
    "directory_add": Good(typed={"kind": "bank", "name": "海峡银行"}),
    "directory_edit": Good(typed={"remarks": "Well."}),
    "directory_remove": Good(),
    "directory_send": Good("ann", typed=_customer),
    "unit_assign": Good("lead1", typed=_to_bob),
    "unit_release": Good("lead1", about=_without_purchase(Unit), typed=_WHY),
    "customer_assign": Good("lead1", typed=_to_bob),
    "customer_release": Good("lead1", about=_without_purchase(Contact), typed=_WHY),
    "unit_claim": Good("ann"),
    "customer_claim": Good("ann"),
    "dispute_evidence": Good("ann", typed={"text": "We met in May."}),
    "dispute_rule": Good(typed={"ruling": "for_holder", "reason": "She was the first."}),
    "dispute_withdraw": Good("bob"),
    "handover": Good(typed=_to_ann),
    "contact_consent": Good(
        "ann", typed={"purpose": "marketing", "given": "no", "how": "telephone", "evidence": "said"}
    ),
    "request_add": Good("ann", typed={"kind": "access", "how": "message"}),
    "request_answer": Good("law", typed={"done": "no", "outcome": "It is right as it stands."}),
    "request_correct": Good("law", typed={"name": "改名", "outcome": "The card was shown."}),
    "request_erase": Good("manager", about=_erasable),
    "request_look": Good("law", about=_erasable, typed={"called": "Uncle Wang"}),
    "subject_report": Good("law", typed={"reason": "They asked to see it.", "kind": "page"}),
    "sealed_show": Good("fin1", typed={"reason": "The tax office asks."}),
    "retention_confirm": Good("law", about=_forgotten, typed={"sure": "on"}),
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
