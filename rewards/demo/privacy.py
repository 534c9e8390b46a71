"""What people allow us, ask of us, and whom we forget (L1): compliance signs in to work."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from core.approvals import approval_decide
from core.commands import execute
from core.models import Approval
from core.policies import policy_on
from core.uploads import CheckedFile, check
from pricing.models import Home
from pricing.services import purchase_cancel, purchase_reserve
from rewards.demo.people import Cast
from units.models import Consent, Contact, PersonRequest, Unit
from units.models.contact import How
from units.policies import PersonalPolicy
from units.services import consent_give, contact_add, customer_register
from units.services.consent import Proof
from units.services.erasure import erasure_ask
from units.services.request import Asked, request_record

CHAMBER = "泉州商会"
ASKS = "林国华"
# who, purpose, yes or no, how, day, what shows it
Answer = tuple[str, str, bool, str, date, str]
_ANSWERS: tuple[Answer, ...] = (
    ("陈金水", "service", True, How.SIGNED, date(2008, 6, 2), "个人信息同意书第 0017 号"),
    ("陈金水", "marketing", True, How.SIGNED, date(2008, 6, 2), "个人信息同意书第 0017 号"),
    ("陈金水", "marketing", False, How.MESSAGE, date(2008, 6, 25), "短信：请不要再发广告，谢谢。"),
    ("许副会长", "service", True, How.SIGNED, date(2008, 6, 9), "个人信息同意书第 0023 号"),
    ("许副会长", "marketing", True, How.SIGNED, date(2008, 6, 9), "个人信息同意书第 0023 号"),
    ("庄秘书", "service", True, How.IN_PERSON, date(2008, 6, 11), "当面同意，安小琴在场"),
)
WORDS = "想知道公司保存了我的哪些信息，请给一份。"
WANTS_OUT, GONE = ("邱国栋", "13960099021"), ("苏晓岚", "13960099022")
OUT_WORDS = "房子已在别处买好，请把我的资料都删掉。"
HOME = "401"  # reserved and given back, so that the books keep a row of who is gone
# Entered for the briefings of 2008, never spoken to again.
OLD = (("卓文涛", "13960099031", "电力公司工会干事"), ("叶秀珍", "13960099032", "幼儿园园长"))
ENTERED = date(2008, 5, 20)


def seed_privacy(units: Mapping[str, Unit], cast: Cast) -> None:
    """Answers with their papers; a report and an erasure asked for; one gone, two forgotten."""
    chamber = units[CHAMBER]
    for answer in _ANSWERS:
        _answer(chamber, answer)
    person = chamber.contacts.get(name=ASKS)
    if not PersonRequest.objects.filter(contact=person).exists():
        _asks(person)
    _erasures(cast)
    for row in OLD:
        _old(*row, cast)


def _answer(chamber: Unit, answer: Answer) -> None:
    name, purpose, given, how, said_on, evidence = answer
    person = chamber.contacts.get(name=name)
    said = {"contact": person, "purpose": purpose, "given": given}
    if not Consent.objects.filter(**said).exists():
        execute(
            consent_give,
            contact_id=person.pk,
            purpose=purpose,
            given=given,
            evidence=evidence,
            proof=Proof(how, said_on, _paper() if how != How.IN_PERSON else None),
            by=person.owner,
        )


def _erasures(cast: Cast) -> None:
    """One waits for compliance to agree, one is done; the manager asked for both."""
    erasures = PersonRequest.objects.filter(kind=PersonRequest.Kind.ERASURE)
    if not erasures.filter(state="done").exists():
        person = _registered(*GONE, cast)
        _gave_back(person, cast)
        approval = _erasure(person, 20, cast)
        law = cast.people["law"]
        execute(approval_decide, approval_id=approval.pk, decision="approve", reason="", by=law)
    if not erasures.filter(state="waiting").exists():
        _erasure(_registered(*WANTS_OUT, cast), 3, cast)


def _registered(name: str, mobile: str, cast: Cast) -> Contact:
    known = Contact.objects.filter(project=cast.project, mobile=f"+86{mobile}").first()
    facts = {"name": name, "mobile": mobile, "source": Contact.Source.WALK_IN}
    return known or execute(customer_register, facts=facts, by=cast.people["bob"]).contact


def _gave_back(person: Contact, cast: Cast) -> None:
    purchase = execute(
        purchase_reserve,
        home_id=Home.objects.get(project=cast.project, number=HOME).pk,
        contact_id=person.pk,
        plan="one_time",
        reserved_on=date(2008, 6, 20),
        by=cast.people["bob"],
    )
    execute(
        purchase_cancel,
        purchase_id=purchase.pk,
        reason="客户改在别处买房。",
        cancelled_on=date(2008, 6, 27),
        by=cast.people["manager"],
    )


def _erasure(person: Contact, days_ago: int, cast: Cast) -> Approval:
    received = timezone.localdate() - timedelta(days=days_ago)
    asked = Asked(PersonRequest.Kind.ERASURE, How.TELEPHONE, received, OUT_WORDS)
    request = execute(request_record, contact_id=person.pk, asked=asked, by=cast.people["bob"])
    approval: Approval = execute(
        erasure_ask, personrequest_id=request.pk, by=cast.people["manager"]
    )
    return approval


def _old(name: str, mobile: str, position: str, cast: Cast) -> None:
    """Nobody has dealt with them since; only the day of the entry has to be told."""
    if not Contact.objects.filter(project=cast.project, mobile=f"+86{mobile}").exists():
        facts = {"name": name, "mobile": mobile, "position": position}
        person = execute(contact_add, facts=facts, by=cast.people["bob"])
        then = timezone.make_aware(datetime.combine(ENTERED, time(10, 30)))
        Contact.objects.filter(pk=person.pk).update(created_at=then)


def _asks(person: Contact) -> None:
    """Long enough ago that *Today* shows the answer as near due."""
    today = timezone.localdate()
    policy = policy_on(PersonalPolicy, today, person.project_id)
    received = today - timedelta(days=max(policy.answer_days - policy.warn_days + 2, 0))
    asked = Asked(PersonRequest.Kind.ACCESS, How.TELEPHONE, received, WORDS)
    execute(request_record, contact_id=person.pk, asked=asked, by=person.owner)


def _paper() -> CheckedFile:
    """A sheet with lines and a signature, drawn."""
    sheet = Image.new("RGB", (620, 877), "#fbfaf6")
    pen = ImageDraw.Draw(sheet)
    for line in range(14):
        top = 120 + line * 44
        pen.line((70, top, 550 - line % 3 * 60, top), fill="#8d8a82", width=3)
    pen.arc((360, 740, 450, 820), 20, 300, fill="#1d3d8f", width=5)
    pen.arc((430, 730, 540, 820), 180, 20, fill="#1d3d8f", width=5)
    out = BytesIO()
    sheet.save(out, "PNG")
    return check(SimpleUploadedFile("同意书.png", out.getvalue(), "image/png"))
