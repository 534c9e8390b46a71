"""What the demonstration has not: drafts, files, decisions, imports, a second project.

All of it comes through the services, as everything in the world does.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.services.notifications import notify
from accounts.services.own import password_set
from accounts.services.people import person_add
from accounts.services.projects import project_add
from core import approvals, jobs
from core.abilities import Role
from core.commands import execute
from core.files import PHOTO, attachment_save
from core.importing import Column, kinds
from core.importing.reading import look
from core.importing.services import Origin, import_upload
from core.policies import policy_on, policy_set
from core.policies.values import as_values
from pricing.models import Purchase
from pricing.services import (
    contract_sign,
    deposit_receive,
    down_payment_receive,
    home_add,
    purchase_cancel,
    purchase_reserve,
)
from pricing.services.homes import HomeFacts
from rewards.demo import plan
from rewards.models import Reward
from rewards.services import (
    acknowledgement_file,
    reward_convert,
    reward_hold,
    reward_pay,
    reward_verify,
)
from rewards.services.desk import DeskCheck
from tests.house import listed
from tests.house import people as people_and_data
from units.models import Category, Contact, DirectoryEntry, Unit
from units.policies import EvaluationPolicy
from units.selectors.same import Question
from units.services import contact_add, unit_add, unit_files_add, unit_merge
from units.services.directory import directory_send
from units.services.gift import GiftFacts, gift_ask
from units.services.lookup import unit_look_up
from units.services.proof import proof_record
from units.services.tie import tie_add
from visits.models import VisitReport
from visits.services import followup_add, report_start

People = dict[str, User]
IMPORT = "house_rows"
ASKED = "house_terms"
SHOES, CHAMBER, SCHOOL = "石狮鞋服厂", "泉州商会", "泉州市实验中学"
CAIS_ID_NUMBER = "440524188001010014"
BASIS = "The unit's written approval of the disclosed payment is on file."


class Rows(kinds.ImportKind):
    """The engine of imports, with no app behind it."""

    name = IMPORT
    label = "Rows"
    ability = "units.unit_add"
    columns = (Column("name", "Name", required=True),)

    def plan(self, number: int, values: dict[str, Any], known: Any) -> kinds.Plan:
        """Always new."""
        return kinds.Plan(number, values)

    def write(self, plans: Any, *, by: Any, batch: Any) -> list[kinds.Wrote]:
        """Nothing is kept."""
        return []


def make(people: People) -> None:
    """Everything, in order."""
    kinds.register(Rows())
    approvals.register(approvals.Kind(ASKED, "Special terms"))
    for owner in (people["ann"], people["cai"]):
        _own(owner)
        _merged(owner, people["manager"])
        _sent(owner)
        _proved(owner)
    _sales_of_cai(people)
    _school_converted(people["law"])
    # Acknowledged before it accrues, so never held: compliance has no business with it.
    _sold(Unit.objects.get(name=CHAMBER), "702", people)
    _planned(people["manager"])
    _strangers(people["admin"])
    people_and_data.make(people)
    listed.make(people)  # after the erasures, which call back every file that was exported
    jobs.work_due(timezone.localtime().replace(hour=23, minute=59))


def _own(owner: User) -> None:
    """What each of the two has in hand."""
    unit = Unit.objects.filter(owner=owner).order_by("pk")[0]
    execute(report_start, unit_id=unit.pk, by=owner)
    filed = VisitReport.objects.filter(owner=owner, state="submitted").order_by("pk")[0]
    execute(attachment_save, subject=filed, upload=picture(), kind=PHOTO, by=owner)
    execute(unit_files_add, unit_id=unit.pk, uploads=[picture("hall.png")], by=owner)
    execute(
        followup_add,
        unit_id=unit.pk,
        contact_id=None,
        subject="Bring the price list",
        due_on=timezone.localdate() + timedelta(days=2),
        by=owner,
    )
    execute(
        approvals.approval_ask,
        subject=unit,
        kind=ASKED,
        steps=approvals.in_order("leader", "manager"),
        snapshot={"multiplier": "0.97"},
        by=owner,
    )
    received = look(SimpleUploadedFile("rows.csv", b"Name,Other\none,\n,two\n"))
    execute(import_upload, kind=IMPORT, received=received, origin=Origin(), by=owner)
    _gift_and_tie(unit)
    execute(notify, user_ids=[owner.pk], kind="house", key="1", title="Look", url="/", by=owner)
    execute(unit_look_up, question=Question("泉州石材厂"), by=owner)


def _proved(owner: User) -> None:
    """A customer's paper, with its picture."""
    unit = Unit.objects.filter(owner=owner).order_by("pk")[0]
    facts = {"kind": "belonging", "paper": "permit", "seen_on": timezone.localdate()}
    for contact in unit.contacts.order_by("-pk")[:1]:
        execute(proof_record, contact_id=contact.pk, facts=facts, upload=picture(), by=owner)


def _sent(owner: User) -> None:
    """An entry of the directory given to a customer."""
    to = Contact.objects.filter(owner=owner).exclude(mobile="").order_by("pk")[0]
    entry = DirectoryEntry.objects.order_by("-pk")[0]
    execute(directory_send, directoryentry_id=entry.pk, contact_id=to.pk, by=owner)


def _gift_and_tie(unit: Unit) -> None:
    """A gift that may be given, with its receipt, and a tie to the key person."""
    owner, chief = unit.owner, unit.tenures.get(ends_on=None).contact
    person = execute(contact_add, facts={"name": "出纳"}, unit_id=unit.pk, by=owner)
    facts = GiftFacts(person.pk, "Calendar", Decimal(60))
    execute(gift_ask, unit_id=unit.pk, facts=facts, paper=picture("receipt.png"), by=owner)
    execute(tie_add, contact_id=person.pk, kind="reports_to", other_id=chief.pk, by=owner)


def _merged(owner: User, manager: User) -> None:
    """A unit entered twice, made one."""
    category = Category.objects.order_by("pk")[0]
    names = (f"{owner.name}石材厂", f"{owner.name}石材总厂")
    one, other = (
        execute(unit_add, facts={"name": name, "category": category}, by=owner) for name in names
    )
    execute(unit_merge, unit_id=one.pk, gone_id=other.pk, by=manager)


def picture(name: str = "gate.png") -> SimpleUploadedFile:
    """A small photo."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def _sales_of_cai(people: People) -> None:
    """Two paid rewards to reclaim, one payable, one held by hand, one by its year's sum (L2).

    Then more deposits, so that the unit's ninth home leaves differences to who has signed (P5).
    """
    cai, fin1, law = people["cai"], people["fin1"], people["law"]
    unit = Unit.objects.get(name=SHOES)
    execute(
        acknowledgement_file,
        unit_id=unit.pk,
        signed_on=plan.ACKNOWLEDGED_ON,
        upload=picture(),
        by=cai,
    )
    _paid_and_cancelled([_sold(unit, number, people) for number in ("801", "802")], people)
    _sold(unit, "803", people)
    held = _sold(unit, "101", people)
    execute(reward_hold, reward_id=held.pk, why="Who is this person?", by=fin1)
    fifth = _sold(unit, "102", people)
    execute(reward_convert, reward_id=fifth.pk, basis=BASIS, by=law)
    for number in ("201", "301", "401", "501", "601"):
        _reserved(unit, number, people)


def _reserved(unit: Unit, number: str, people: People) -> Purchase:
    """A home of a house of our own, with its deposit, for somebody of the unit."""
    facts = HomeFacts("H", number, Decimal(90), Decimal(3200))
    home = execute(home_add, project_id=unit.project_id, facts=facts, by=people["manager"])
    buyer = {"name": f"黄{number}", "mobile": f"13959910{number}"}
    contact = execute(contact_add, facts=buyer, unit_id=unit.pk, by=people["cai"])
    purchase: Purchase = execute(
        purchase_reserve,
        home_id=home.pk,
        contact_id=contact.pk,
        plan="one_time",
        reserved_on=plan.RESERVED_ON,
        by=unit.owner,
    )
    execute(
        deposit_receive,
        purchase_id=purchase.pk,
        amount=Decimal(20_000),
        received_on=plan.DEPOSIT_ON,
        by=people["fin1"],
    )
    return purchase


def _sold(unit: Unit, number: str, people: People) -> Reward:
    """The reward of a home sold to somebody of the unit, contract and down payment in."""
    seller, fin1 = unit.owner, people["fin1"]
    purchase = _reserved(unit, number, people)
    key: dict[str, Any] = {"purchase_id": purchase.pk}
    amount, day = Decimal(150_000), plan.PAID_ON
    execute(contract_sign, **key, contract_no=f"HT{number}", signed_on=plan.SIGNED_ON, by=seller)
    execute(down_payment_receive, **key, amount=amount, received_on=day, by=fin1)
    return Reward.objects.get(purchase=purchase)


def _paid_and_cancelled(rewards: Sequence[Reward], people: People) -> None:
    first, *others = rewards
    desk = DeskCheck(
        id_number=CAIS_ID_NUMBER,
        work_permit_seen=True,
        accompanied_by_id=people["cai"].pk,
        method="transfer",
        account_name=first.contact.name,
        bank="中国银行",
        account="6222020000000000007",
        also=tuple(reward.pk for reward in others),
    )
    execute(reward_verify, reward_id=first.pk, desk=desk, by=people["fin1"])
    execute(reward_pay, reward_id=first.pk, by=people["fin2"])
    for reward in rewards:
        key: dict[str, Any] = {"purchase_id": reward.purchase_id}
        execute(purchase_cancel, **key, reason="They moved away.", by=people["manager"])


def _school_converted(law: User) -> None:
    reward = Reward.objects.get(unit__name=SCHOOL)
    execute(reward_convert, reward_id=reward.pk, basis=BASIS, by=law)


def _planned(manager: User) -> None:
    """Numbers that will hold from next month on."""
    today = timezone.localdate()
    execute(
        policy_set,
        kind="evaluation",
        valid_from=today + timedelta(days=30),
        values=as_values(policy_on(EvaluationPolicy, today)),
        note="As before.",
        by=manager,
    )


def _strangers(admin: User) -> None:
    """Everybody of another project, who must see nothing of this one."""
    project = execute(project_add, facts={"name": "别处", "code": "elsewhere"}, by=admin)
    for role in Role:
        user = execute(
            person_add,
            username=f"stranger-{role}",
            name=f"Stranger {role}",
            role=role,
            projects=[project],
            by=admin,
        )
        execute(password_set, password="a-password-nobody-uses", by=user)
