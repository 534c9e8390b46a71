"""A person's life in the house, entered through the ordinary services, named wherever one can.

`said` is what staff type near the person, in rows of theirs or of their unit; `noted` is what they
type anywhere else.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from accounts.services.saved_views import ViewFacts, saved_view_add
from core.approvals import approval_ask, approval_decide, in_order
from core.bulk.services import Chosen, bulk_begin
from core.commands import execute
from core.exports.services import Wanted, export_ask, export_note
from core.exports.writing import work_waiting
from core.importing.reading import look
from core.importing.services import Origin, import_confirm, import_upload
from core.models import Approval, Attachment
from core.policies import policy_on, policy_set
from core.policies.values import as_values
from core.uploads import check
from pricing.models import Home, LedgerEntry
from pricing.services import deposit_receive, entry_reverse, purchase_cancel, purchase_reserve
from tests.house.extras import ASKED, picture
from units.models import Campaign, Category, Contact, DirectoryEntry, Dispute, Proof, Unit
from units.policies import EvaluationPolicy
from units.selectors.same import Question
from units.services import (
    Proof as Shown,
)
from units.services import (
    arrival_record,
    consent_give,
    contact_add,
    contact_edit,
    contact_merge,
    customer_register,
    dispute_rule,
    evidence_add,
    identity_set,
    key_person_name,
    unit_add,
    unit_edit,
)
from units.services.campaign import phase_save, round_save, target_save
from units.services.directory import directory_send
from units.services.files import unit_files_add
from units.services.gift import GiftFacts, gift_ask
from units.services.key_person import key_person_end
from units.services.looking import request_look
from units.services.lookup import unit_look_up
from units.services.ownership import customer_assign
from units.services.proof import proof_record, proof_withdraw, sincerity_record
from units.services.request import Asked, request_answer, request_record
from units.services.tie import tie_add
from visits.models import FollowUp
from visits.services import followup_add, followup_done, report_save, report_start

People = dict[str, User]
Facts = dict[str, Any]


@dataclass(frozen=True)
class Marks:
    """By what the person is known."""

    name: str
    mobile: str
    identity: str

    @property
    def said(self) -> str:
        """Among other words."""
        return f"见{self.name}, {self.mobile[:3]}-{self.mobile[3:7]}-{self.mobile[7:]}"

    @property
    def noted(self) -> str:
        """By itself."""
        return f"{self.name} {self.mobile}"


def lived(marks: Marks, people: People) -> Contact:
    """Somebody registered, disputed, met, merged, sold to, exported, imported, written about."""
    unit = _unit(people["ann"])
    person = _registered(marks, unit, people)
    _told(marks, person, people)
    _chief(marks, person, people)
    _visited(marks, unit, people["ann"])
    _bought(marks, person, people)
    _merged(marks, person, people)
    _listed(marks, unit, people)
    _imported(marks, unit, people["ann"])
    _decided(marks, unit, people)
    _planned(marks, people["manager"])
    person.refresh_from_db()
    return person


def _unit(ann: User) -> Unit:
    facts = {"name": "长乐路面粉厂", "category": Category.objects.get(code="factory")}
    unit: Unit = execute(unit_add, facts=facts, by=ann)
    return unit


def _registered(marks: Marks, unit: Unit, people: People) -> Contact:
    """Ann's customer, whom cai claims, and a manager rules."""
    facts = {"name": marks.name, "mobile": marks.mobile, "position": f"找{marks.name}"}
    kept = execute(customer_register, facts=facts, unit_id=unit.pk, by=people["ann"])
    dispute = execute(customer_register, facts=facts, by=people["cai"])
    assert isinstance(dispute, Dispute)
    of: Facts = {"dispute_id": dispute.pk}
    execute(evidence_add, text=marks.said, uploads=[_paper(marks)], by=people["cai"], **of)
    ruling: Facts = {"ruling": "for_holder", "reason": marks.noted}
    execute(dispute_rule, **of, **ruling, by=people["manager"])
    execute(identity_set, contact_id=kept.contact_id, number=marks.identity, by=people["fin1"])
    person: Contact = Contact.objects.get(pk=kept.contact_id)
    return person


def _told(marks: Marks, person: Contact, people: People) -> None:
    """What they said, showed, allowed and asked."""
    ann, today = people["ann"], timezone.localdate()
    whom: Facts = {"contact_id": person.pk, "by": ann}
    execute(arrival_record, note=marks.said, **whom)
    signed = Shown("signed", today, check(_paper(marks)))
    given: Facts = {"purpose": "marketing", "given": True, "evidence": marks.said}
    execute(consent_give, **whom, **given, proof=signed)
    level = {"level": "sincere", "said_on": today, "note": marks.said}
    execute(sincerity_record, facts=level, **whom)
    paper = {"kind": "belonging", "paper": "permit", "number": marks.mobile, "seen_on": today}
    execute(proof_record, facts=paper | {"note": marks.said}, upload=_paper(marks), **whom)
    execute(proof_withdraw, proof_id=Proof.objects.latest("pk").pk, why=marks.said, by=ann)
    execute(followup_add, unit_id=None, subject=marks.said, due_on=today, **whom)
    owed = FollowUp.objects.filter(contact=person, state="open").latest("pk")
    execute(followup_done, followup_id=owed.pk, outcome=marks.said, by=ann)
    entry = DirectoryEntry.objects.order_by("pk")[0]
    execute(directory_send, directoryentry_id=entry.pk, **whom)
    asked = Asked("complaint", "telephone", today, marks.said, marks.name)
    book = execute(request_record, contact_id=person.pk, asked=asked, by=ann)
    answer: Facts = {"outcome": marks.said, "done": True}
    execute(request_answer, personrequest_id=book.pk, **answer, by=people["law"])
    _looked_for(marks, person, people)


def _looked_for(marks: Marks, person: Contact, people: People) -> None:
    """Asked to be erased, and thought better of it after somebody had looked for them."""
    asked = Asked("erasure", "telephone", timezone.localdate(), marks.said)
    book = execute(request_record, contact_id=person.pk, asked=asked, by=people["ann"])
    seen: Facts = {"called": f"老{marks.name}", "attachments": [], "words": []}
    execute(request_look, personrequest_id=book.pk, **seen, by=people["law"])
    answer: Facts = {"outcome": marks.said, "done": False}
    execute(request_answer, personrequest_id=book.pk, **answer, by=people["law"])


def _chief(marks: Marks, person: Contact, people: People) -> None:
    """Key person for a while, with a gift to approve and a friend who speaks of them."""
    ann, today = people["ann"], timezone.localdate()
    unit: Facts = {"unit_id": person.unit_id, "by": ann}
    execute(key_person_name, contact_id=person.pk, starts_on=today - timedelta(days=9), **unit)
    gift = GiftFacts(person.pk, f"{marks.name}的茶", Decimal(360), marks.noted)
    execute(gift_ask, facts=gift, paper=_paper(marks), **unit)
    asked = Approval.objects.filter(kind="gift").latest("pk")
    decision: Facts = {"decision": "return", "reason": marks.said}
    execute(approval_decide, approval_id=asked.pk, **decision, by=people["manager"])
    execute(key_person_end, ends_on=today, why=marks.said, **unit)
    friend = execute(contact_add, facts={"name": "天地玄黄"}, **unit)
    facts = {"preferences": marks.said, "helps_with": marks.said}
    execute(contact_edit, contact_id=friend.pk, version=friend.version, facts=facts, by=ann)
    execute(tie_add, contact_id=friend.pk, kind="knows", other_id=person.pk, by=ann)


def _visited(marks: Marks, unit: Unit, ann: User) -> None:
    """A draft in which everything names them, and the unit's own record."""
    draft = execute(report_start, unit_id=unit.pk, by=ann)
    words = [
        *("interviewers", "people_met", "industry", "office", "living", "self_build", "cars"),
        *("people_flow", "location", "need", "purchasing_power", "promotion_place", "remarks"),
        *("promotion_method", "internal_website", "activities", "next_step", "accepted_area"),
        "price_attention",
    ]
    facts = dict.fromkeys(words, marks.said)
    facts |= {"new_name": marks.name, "new_position": marks.said, "new_mobile": marks.mobile}
    execute(report_save, report_id=draft.pk, version=draft.version, facts=facts, by=ann)
    unit.refresh_from_db()
    about = dict.fromkeys(("remarks", "address", "assembly", "telephone"), marks.said)
    about["telephone"] = marks.mobile
    execute(unit_edit, unit_id=unit.pk, version=unit.version, facts=about, by=ann)
    name = f"{marks.noted}.png"
    execute(unit_files_add, unit_id=unit.pk, uploads=[picture(name)], by=ann)
    execute(unit_look_up, question=Question(marks.name), by=ann)


def _bought(marks: Marks, person: Contact, people: People) -> None:
    """A deposit entered wrongly, and a purchase called off."""
    home = Home.objects.filter(state="available", project=person.project_id).order_by("pk")[0]
    whose: Facts = {"home_id": home.pk, "contact_id": person.pk, "plan": "one_time"}
    purchase = execute(purchase_reserve, **whose, by=people["ann"])
    money: Facts = {"amount": Decimal(20_000), "received_on": timezone.localdate()}
    execute(deposit_receive, purchase_id=purchase.pk, **money, by=people["fin1"])
    entry = LedgerEntry.objects.get(purchase=purchase)
    execute(entry_reverse, entry_id=entry.pk, reason=marks.said, by=people["fin1"])
    execute(purchase_cancel, purchase_id=purchase.pk, reason=marks.said, by=people["manager"])


def _merged(marks: Marks, person: Contact, people: People) -> None:
    """An old record of theirs under a name of its own, and a new salesperson."""
    facts = {"name": f"{marks.name}甲", "preferences": marks.said}
    old = execute(contact_add, facts=facts, unit_id=person.unit_id, by=people["ann"])
    pair: Facts = {"contact_id": person.pk, "gone_id": old.pk, "why": marks.said}
    execute(contact_merge, **pair, take=["preferences"], by=people["manager"])
    to: Facts = {"owner": people["bob"], "why": marks.said}
    execute(customer_assign, contact_id=person.pk, **to, by=people["manager"])


def _listed(marks: Marks, unit: Unit, people: People) -> None:
    """Searched for, exported, kept as a view, and an action on many rows."""
    ann, lead = people["ann"], people["lead1"]
    query = f"q={marks.name}"
    execute(
        saved_view_add,
        list_name="contact_list",
        query=query,
        facts=ViewFacts(marks.name, pinned=True),
        by=ann,
    )
    execute(export_note, wanted=Wanted("unit_list", "List", query, "csv", 1, 0), by=ann)
    for name in ("contact_list", "gift_list"):  # one counts its people, the other does not
        execute(export_ask, wanted=Wanted(name, "List", "", "csv", 5000, 0), by=people["manager"])
    work_waiting(timezone.now() + timedelta(minutes=1))
    form = {"owner": [str(ann.pk)], "why": [marks.noted]}
    chosen = Chosen("unit_list", query, (unit.pk,))
    execute(bulk_begin, chosen=chosen, action="assign", form=form, by=lead)


def _imported(marks: Marks, unit: Unit, ann: User) -> None:
    """A file of people brought in, one that waits, a roster, a home."""
    head, row = "姓名,单位,手机,职务", f"{marks.name},{unit.name},{marks.mobile},厂长"
    _file("contacts", f"{head}\n{row}\n{marks.name},没有这家单位,,\n", marks, ann, confirm=True)
    _file("contacts", f"{head}\n{row},多\n", marks, ann)
    _file("roster", f"单位,姓名\n{unit.name},{marks.name}\n", marks, ann, confirm=True)
    home = f"姓名,手机,房号\n{marks.name},{marks.mobile},9-909\n"
    _file("owners", home, marks, ann, confirm=True)


def _file(kind: str, text: str, marks: Marks, ann: User, *, confirm: bool = False) -> None:
    received = look(SimpleUploadedFile(f"{marks.noted}.csv", text.encode()))
    origin = Origin("themselves", marks.noted)
    batch = execute(import_upload, kind=kind, received=received, origin=origin, by=ann)
    if confirm:
        execute(import_confirm, batch_id=batch.pk, leave_out=True, by=ann)


def _decided(marks: Marks, unit: Unit, people: People) -> None:
    """Terms asked for with words about them, returned with others; numbers of a rule explained."""
    steps, snapshot = in_order("leader", "manager"), {"multiplier": "0.97", "why": marks.noted}
    what: Facts = {"subject": unit, "kind": ASKED, "steps": steps}
    asked = execute(approval_ask, **what, snapshot=snapshot, by=people["ann"])
    decision: Facts = {"decision": "return", "reason": marks.noted}
    execute(approval_decide, approval_id=asked.pk, **decision, by=people["lead1"])
    values = as_values(policy_on(EvaluationPolicy, timezone.localdate()))
    day = timezone.localdate() + timedelta(days=40)
    new: Facts = {"kind": "evaluation", "valid_from": day, "values": values}
    execute(policy_set, **new, note=marks.noted, by=people["manager"])


def _planned(marks: Marks, manager: User) -> None:
    """Parts of a campaign that carry a name."""
    campaign = Campaign.objects.order_by("pk")[0]
    of: Facts = {"campaign_id": campaign.pk, "by": manager}
    days = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
    execute(phase_save, facts={"name": marks.noted, **days}, **of)
    first = campaign.rounds.order_by("number")[0]
    facts = {"areas": marks.noted, "planned": marks.noted, "units": list(first.units.all())}
    execute(round_save, facts=facts, round_id=first.pk, **of)
    target = {"kind": "registrations", "label": marks.noted, "goal": 9, "categories": []}
    execute(target_save, facts=target, **of)


def _paper(marks: Marks) -> SimpleUploadedFile:
    return picture(f"{marks.noted}.png")


def scribble(marks: Marks) -> None:
    """Their name in the bytes of every paper of theirs: a picture cannot be searched."""
    for kept in Attachment.objects.filter(name=f"{marks.noted}.png").exclude(
        subject_type="units.unit"
    ):
        Path(default_storage.path(kept.stored)).write_bytes(f"%PDF {marks.noted}".encode())
