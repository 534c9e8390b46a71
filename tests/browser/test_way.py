"""The main way, as its people walk it: from the first visit to the paid voucher and the ranking.

Real server, worker, beat, PDF and Chromium. The days lie back as they would: the first visit twelve
days ago, the contract eight days ago, so that the reward is payable today (R3).
"""

import io
import re
from datetime import date, timedelta

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.browser.house import House, morning_list, wait_for
from tests.browser.people import People, Window

pytestmark = [pytest.mark.browser, pytest.mark.pdf]

ID_NUMBER = "440524188001010014"  # the second example of GB 11643-1999
HOMES = ("103", "102", "101", "801", "802", "803", "601", "501", "401")
PRESENT = "import datetime; from django.utils import timezone; print(timezone.localdate())"
# The test may run at any hour.
EARLY = morning_list(at="time(0, 0)", valid_from="date(2008, 1, 2)")


@pytest.fixture
def today(house: House) -> date:
    """The day in the house, which is Shanghai's."""
    return date.fromisoformat(house.shell(PRESENT))


def test_from_the_first_visit_to_the_printed_voucher(
    house: House, people: People, today: date
) -> None:
    ann, fin1, fin2, manager = people.ann, people.fin1, people.fin2, people.manager
    unit = add_the_unit(ann)
    file_the_first_visit(ann, unit, today)
    the_list_comes_once(house, ann, today)
    purchases = nine_members_subscribe(ann, fin1, unit, today)
    contract_and_down_payment(ann, fin1, purchases[0], today)
    reward = the_reward_goes_on(ann, fin1, unit)
    the_voucher_is_paid_once(fin1, fin2, reward)
    the_ranking_leads_to_its_lists(ann, manager, unit)


def add_the_unit(ann: Window) -> int:
    """Step 1: a duplicate is shown while she types."""
    ann.says("today")
    ann.check_accessibility()
    ann.go("/units/new/")
    ann.page.locator("[name='name']").press_sequentially("温州商会", delay=30)
    expect(ann.page.locator("#same")).to_contain_text("泉州商会")
    ann.check_accessibility()
    ann.page.locator("[name='category']").select_option(label="Chamber of commerce", force=True)
    ann.fill(telephone="0577-88886666", headcount="420")
    ann.fill(person_name="周德海", person_position="会长", person_mobile="138 0577 0001")
    ann.send()
    ann.says("周德海")
    ann.check_fits()
    ann.check_accessibility()
    return ann.key


def file_the_first_visit(ann: Window, unit: int, today: date) -> None:
    """Step 2: the report updates the unit, asks for an evaluation, opens the follow-up."""
    with ann.page.expect_navigation():
        ann.page.get_by_role("button", name="Record visit").first.click()
    folded = ann.page.locator("form details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    visited = today - timedelta(days=12)
    ann.page.locator("[name='met_contact']").select_option(label="周德海", force=True)
    ann.fill(
        visited_at=f"{visited}T09:30",
        people_met="会长周德海、秘书长",
        intention="strong",
        joint_event="yes",
        remarks="会员多为外地经商者,愿意团购。",
        next_step="送样板房资料",
        next_on=f"{today}",
        income="72000",
        industry="商贸",
        office="商会大厦 8 楼",
        living="多数租房",
        self_build_soon="no",
        self_build="无",
        cars="约四成",
        people_flow="午间集中",
        location="鲤城区商圈",
        need="改善为主",
        purchasing_power="较强",
        accepted_area="110-130",
        price_attention="3200-3500",
        promotion_place="一楼大厅",
        promotion_method="易拉宝",
        internal_website="会员微信群",
        activities="六月底会员大会",
        interviewers="安小琴",
    )
    ann.check_accessibility()
    ann.send()
    expect(ann.page).to_have_url(re.compile(f"/units/{unit}/evaluation/"))
    ann.fill(headcount="80", income="85", need="80", help="90", intention="85")
    ann.send()
    ann.says("72,000.00")
    ann.says("key person since")
    ann.says("Visit no. 1")
    expect(ann.page.locator(".page-head .pill")).to_have_text("A")


def the_list_comes_once(house: House, ann: Window, today: date) -> None:
    """Step 3: the real worker and beat, ringing every second, put it into list and inbox once."""
    house.shell(EARLY)
    house.ring()
    runs = "from core.models import JobRun; print(JobRun.objects.filter(job='visits.morning_list', finished_at__isnull=False).count())"  # noqa: E501
    wait_for(lambda: house.shell(runs) == "1", "the morning list was not sent")
    for _ in range(2):
        ann.page.wait_for_timeout(2500)  # the beat rings on
        ann.go("/accounts/inbox/")
        lists = ann.main.get_by_text(re.compile(r"\d+ things? to follow|follow|due", re.I))
        assert house.shell(_sent(today)) == "1", lists.all_inner_texts()
    ann.check_accessibility()
    ann.go("/")
    ann.says("温州商会")


def _sent(today: date) -> str:
    return (
        "from accounts.models import Notification; print(Notification.objects.filter("
        "user__username='ann', kind__startswith='visits', kind__contains='morning').count())"
    )


def nine_members_subscribe(ann: Window, fin1: Window, unit: int, today: date) -> list[int]:
    """Step 4: the ninth brings the discount; P2 stands on the screen step by step."""
    purchases = [
        subscribe(ann, fin1, unit, number, HOMES[number], today) for number in range(len(HOMES))
    ]
    ann.go(f"/purchases/{purchases[0]}/")
    for figure in ("442,000.00", "433,160.00", "8,840.00", "424,496.80", "17,503.20"):
        ann.says(figure)
    ann.check_fits()
    ann.check_accessibility()
    return purchases


def subscribe(ann: Window, fin1: Window, unit: int, number: int, home: str, today: date) -> int:
    """One member: entered by ann, who reserves; fin1 takes the deposit."""
    day = today - timedelta(days=9)
    ann.go(f"/units/{unit}/contacts/new/")
    ann.fill(name=f"会员{'一二三四五六七八九'[number]}", mobile=f"1365777{number:04d}")
    ann.send()
    ann.page.get_by_role("link", name=f"会员{'一二三四五六七八九'[number]}").first.click()
    contact = ann.key
    found = ann.posted("/homes/search/", q=home).json()
    ann.go(f"/purchases/new/?contact={contact}&home={_value(found, home)}")
    ann.fill(plan="one_time", reserved_on=f"{day}")
    ann.send()
    purchase = ann.key
    if number == len(HOMES) - 1:
        ann.says("8 of 9")
    fin1.go(f"/purchases/{purchase}/deposit/")
    fin1.fill(amount="20000", received_on=f"{day}")
    fin1.send()
    fin1.says("subscribed")
    return purchase


def _value(found: list[dict[str, str]], home: str) -> str:
    return next(str(one["value"]) for one in found if f"-{home}" in one["text"])


def contract_and_down_payment(ann: Window, fin1: Window, purchase: int, today: date) -> None:
    """Step 5, first half: eight days ago the contract, since then the down payment."""
    day = today - timedelta(days=8)
    ann.go(f"/purchases/{purchase}/contract/")
    ann.fill(contract_no="SG-WZ-0001", signed_on=f"{day}")
    ann.send()
    fin1.go(f"/purchases/{purchase}/down-payment/")
    fin1.fill(amount="150000", received_on=f"{day}")
    fin1.send()
    fin1.says("down payment received")


def the_reward_goes_on(ann: Window, fin1: Window, unit: int) -> int:
    """Step 5, second half: held until the unit's written acknowledgement is on file (L2)."""
    fin1.go("/rewards/?q=周德海")
    fin1.page.get_by_role("link", name=re.compile("周德海|SG-WZ")).first.click()
    reward = fin1.key
    fin1.says("1,000.00")
    expect(fin1.page.locator(".page-head .pill")).to_contain_text("hold")
    fin1.check_accessibility()
    ann.go(f"/units/{unit}/acknowledgement/")
    ann.page.locator("input[type='file']").set_input_files(
        FilePayload(name="paper.png", mimeType="image/png", buffer=picture())
    )
    ann.check_accessibility()
    ann.send()
    fin1.go(f"/rewards/{reward}/")
    expect(fin1.page.locator(".page-head .pill")).to_contain_text("payable")
    return reward


def picture() -> bytes:
    """A small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(out, "PNG")
    return out.getvalue()


def the_voucher_is_paid_once(fin1: Window, fin2: Window, reward: int) -> None:
    """Step 6: fin1 verifies, fin2 pays; the PDF says all of it; nothing is paid twice."""
    fin1.go(f"/rewards/{reward}/verify/")
    fin1.page.locator("[name='accompanied_by']").select_option(label="安小琴", force=True)
    fin1.fill(id_number=ID_NUMBER)
    choose(fin1, "method", "cash")
    fin1.tick("[name='work_permit_seen']")
    fin1.check_accessibility()
    fin1.send()
    fin1.says("960.00")
    fin1.check_accessibility()
    text = printed(fin1)
    for said in ("人民币壹仟元整", "1,000.00", "40.00", "960.00", "周德海", "SG-WZ-0001"):
        assert said in text, (said, text)
    assert "副本" not in text
    assert "副本" in printed(fin1)
    another = fin2.page.context.new_page()  # the same page open twice, before anything is paid
    another.goto(f"{fin2.house.url}/rewards/{reward}/pay/")
    fin2.go(f"/rewards/{reward}/pay/")
    fin2.check_accessibility()
    fin2.send()
    fin2.says("paid")
    another.locator("main form[method='post'] button.btn-primary").first.click()
    expect(another.locator("main .errors, main [role='alert']").first).to_contain_text("paid")
    another.close()


def choose(window: Window, name: str, value: str) -> None:
    """A radio button or an option, whichever the form has."""
    fields = window.page.locator(f"[name='{name}']")
    if fields.first.evaluate("field => field.tagName") == "SELECT":
        fields.first.select_option(value, force=True)
    else:
        window.tick(f"[name='{name}'][value='{value}']")


def printed(fin1: Window) -> str:
    """The text of the PDF that the button "Print" gives."""
    document = pypdfium2.PdfDocument(fin1.printed())
    return "".join(page.get_textpage().get_text_range() for page in document)


def the_ranking_leads_to_its_lists(ann: Window, manager: Window, unit: int) -> None:
    """Step 7: a new arrival counts; the figure opens the list behind it, a chart beside."""
    manager.go("/ranking/")
    before = arrivals(manager)
    ann.go(f"/registrations/new/?unit={unit}")
    ann.fill(name="新客户", mobile="13657770099")
    ann.send()
    ann.go(f"/contacts/{ann.key}/arrival/")
    ann.send()
    manager.go("/ranking/")
    assert arrivals(manager) == before + 1
    manager.check_accessibility()
    expect(manager.page.locator("canvas").first).to_be_visible()
    row = manager.page.locator("table.league tbody tr", has_text="拓展一组")
    figure = row.locator("td").nth(2).get_by_role("link").first
    shown = int(figure.inner_text())
    figure.click()
    manager.says("新客户")
    assert manager.page.locator("table tbody tr").count() == min(shown, 25)
    manager.check_accessibility()


def arrivals(manager: Window) -> int:
    """The figure of team 1."""
    row = manager.page.locator("table.league tbody tr", has_text="拓展一组")
    return int(row.locator("td").nth(2).get_by_role("link").first.inner_text())
