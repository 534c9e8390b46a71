"""The search box over any page, and a timeline of a thousand entries, as people use them (V7)."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.house import House
from tests.browser.people import DESK, TELEPHONE, People, Window

pytestmark = pytest.mark.browser

ENTRIES = 1000
BUSY = f"""
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from units.models import Category, Evaluation, UnitFact
from units.services import unit_add
ann = User.objects.get(username="ann")
unit = unit_add(facts=dict(name="一千条记录厂", category=Category.objects.first()), by=ann)
now = timezone.now()
moments = [now - timedelta(hours=hours) for hours in range(1, {ENTRIES} + 1)]
Evaluation.objects.bulk_create(
    Evaluation(unit=unit, by=ann, at=at, factors={{}}, strength=70, sincerity=70, grade="B")
    for at in moments[2:]
)
for at in moments[:2]:
    UnitFact.objects.create(unit=unit, by=ann, at=at, field="cars", source="entered")
print(unit.pk)
"""


def entries(page: Page) -> list[str]:
    """The moments of all entries, folded ones too, from the top."""
    moments: list[str] = page.eval_on_selector_all(
        "#happened [data-entry] time", "nodes => nodes.map((node) => node.dateTime)"
    )
    return moments


@pytest.mark.once
def test_v7_a_thousand_entries_scroll_whole_and_in_order(house: House, people: People) -> None:
    unit = int(house.shell(BUSY))
    ann = people.window("ann", viewport=DESK)
    ann.go(f"/units/{unit}/")
    page, older = ann.page, ann.page.locator("#happened .older")
    expect(older).to_be_attached()
    ann.check_accessibility()
    pages = 1
    while older.count():
        before = len(entries(page))
        older.scroll_into_view_if_needed()
        page.wait_for_function(
            "(before) => document.querySelectorAll('#happened [data-entry]').length > before",
            arg=before,
        )
        pages += 1
    seen = entries(page)
    assert len(seen) >= ENTRIES
    assert pages >= len(seen) / 60
    assert all(above >= below for above, below in pairwise(seen))
    folded = page.locator("#happened .fold", has_text="+2 changes").last
    hidden = folded.locator("[data-entry]").first
    expect(hidden).not_to_be_visible()
    folded.locator("summary").click()
    expect(hidden).to_be_visible()
    the_kind_stays_in_the_address(ann)
    assert ann.complaints == []


def the_kind_stays_in_the_address(ann: Window) -> None:
    """One tap narrows; reload and back do what they say."""
    page, whole = ann.page, ann.page.url
    page.locator("#happened .chip", has_text="Ownership").click()
    expect(page).to_have_url(f"{whole}?kind=ownership")
    expect(page.locator("#happened [data-entry]")).to_have_count(1)
    page.reload()
    expect(page.locator("#happened .chip[aria-current]")).to_have_text("Ownership")
    expect(page.locator("#happened [data-entry]")).to_have_count(1)
    page.go_back()
    expect(page).to_have_url(whole)
    expect(page.locator("#happened .chip[aria-current]")).to_have_text("All")


def test_the_palette_by_keyboard_on_a_desk(people: People) -> None:
    ann = people.window("ann", viewport=DESK)
    page, asked = ann.page, list[str]()
    page.on("request", lambda request: asked.append(_said(request)))
    ann.go("/ranking/")
    page.keyboard.press("Control+k")
    palette = page.locator("#palette")
    box = page.get_by_role("combobox", name="Search units, people, pages")
    expect(box).to_be_focused()
    expect(palette.get_by_role("option", name="New unit")).to_be_visible()
    page.keyboard.type("qz")
    chosen = palette.locator("[aria-selected='true']")
    expect(chosen).to_contain_text("泉州商会")
    ann.check_accessibility()
    page.keyboard.press("ArrowDown")
    expect(palette.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-units-2")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_contain_text("泉州商会")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/units/\d+/$"))
    ann.says("泉州商会")

    page.keyboard.press("Control+/")  # what was open comes first
    expect(page.get_by_role("group", name="Opened last")).to_contain_text("泉州商会")
    page.keyboard.type("13805950001")
    expect(page.locator("#palette-said")).to_contain_text(re.compile("result|Nothing found"))
    page.keyboard.press("Escape")
    expect(palette).not_to_be_visible()
    expect(page.locator("#palette-q")).to_have_value("")
    assert not [address for address in asked if "1380595" in address]

    page.keyboard.press("Control+k")
    page.keyboard.type("new unit")
    page.keyboard.press("Enter")  # before its lines have come
    expect(page).to_have_url(re.compile(r"/units/new/$"))
    assert ann.complaints == []


def _said(request: Request) -> str:
    """All that stands in an address and in where one came from."""
    return request.url + request.headers.get("referer", "")


@pytest.mark.once
def test_the_palette_is_a_sheet_on_a_telephone_in_chinese(people: People) -> None:
    ann = people.window("ann", viewport=TELEPHONE, locale="zh-CN")
    ann.go("/")
    ann.page.get_by_role("link", name="搜索").click()
    sheet = ann.page.locator("#palette")
    expect(sheet).to_be_visible()
    size = sheet.bounding_box()
    assert size
    assert (round(size["width"]), round(size["height"])) == (390, 844)
    ann.page.get_by_role("combobox").fill("泉州商")
    ann.check_accessibility()
    ann.page.get_by_role("option", name="泉州商会").click()
    expect(ann.page).to_have_url(re.compile(r"/units/\d+/$"))
    ann.check_fits()
    assert ann.complaints == []


def test_another_team_is_told_nothing(people: People) -> None:
    cai = people.window("cai", viewport=DESK)
    cai.page.keyboard.press("Control+k")
    cai.page.keyboard.type("泉州商会")
    expect(cai.page.locator("#palette-said")).to_contain_text("Nothing found")


def test_without_scripts_it_is_a_page(house: House, people: People) -> None:
    context = people.chromium.new_context(java_script_enabled=False, locale="en-GB")
    people.contexts.append(context)
    ann = Window(house, context.new_page(), "ann")
    ann.sign_in()
    ann.page.get_by_role("link", name="Search units, people, pages").click()
    ann.page.get_by_role("searchbox").fill("泉州商会")
    ann.page.get_by_role("button", name="Search").click()
    expect(ann.page).to_have_url(f"{house.url}/search/")
    ann.page.get_by_role("link", name="泉州商会").first.click()
    ann.says("泉州商会")
