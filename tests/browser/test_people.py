"""Key persons, gifts and evaluations as people see them (K1, K2, K5, K6, L2, U4)."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import DESK, TELEPHONE, People, Window

pytestmark = [pytest.mark.browser, pytest.mark.once]

UNIT = "/units/1/"
SHOTS = os.environ.get("SHOTS", "")


def look(window: Window, name: str) -> None:
    """Nothing for axe to find, nothing too wide; a picture where one is wanted."""
    window.check_accessibility()
    window.check_fits()
    if SHOTS:
        window.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_k2_the_key_person_on_a_desk(people: People) -> None:
    ann = people.window("ann", viewport=DESK)
    people.windows["ann"] = ann
    ann.go(UNIT)
    ann.says("每月例会可讲十分钟")
    ann.says("lunar 1956-08-05")
    look(ann, "unit")
    ann.go("/units/1/people/")
    expect(ann.page.locator("svg.influence .spot")).to_have_count(5)
    expect(ann.page.locator("svg.influence .spot.key")).to_have_count(1)
    look(ann, "map")
    ann.page.get_by_role("row", name="庄秘书").last.get_by_role("link", name="Judge").click()
    ann.fill(born_year="1981", born_month="2", born_day="30")
    ann.send()
    ann.says("Ask whether this date is solar or lunar, and say which it is.")
    look(ann, "contact_form")
    ann.fill(born_calendar="solar")
    ann.send()
    ann.says("There is no such day in the calendar.")
    ann.fill(born_calendar="lunar")
    ann.send()
    ann.says("1981-04-04 (lunar 1981-02-30)")
    look(ann, "contact")


def test_k6_a_birthday_in_its_row_says_why_it_is_refused(people: People) -> None:
    ann = people.window("ann", viewport=TELEPHONE)
    people.windows["ann"] = ann
    ann.go("/contacts/8/")
    row = ann.page.locator("[data-row]:has(a.fact-pencil[href$='only=born'])")
    ann.page.locator("a.fact-pencil[href$='only=born']").click()
    ann.fill(born_year="1980", born_month="2", born_day="30")
    form = ann.page.locator("form:has([name='born_year'])")
    for calendar, said in (("", "Ask whether this date is solar"), ("solar", "no such day")):
        if calendar:
            ann.fill(born_calendar=calendar)
        form.get_by_role("button", name="Save").click()
        expect(form.locator(".invalid-feedback")).to_be_visible()
        expect(form.locator(".invalid-feedback")).to_contain_text(said)
    ann.fill(born_day="28")
    form.get_by_role("button", name="Save").click()
    expect(row.last).to_contain_text("1980-02-28")


def test_k2_a_tie_made_and_taken_off_by_keyboard(people: People) -> None:
    ann = people.window("ann", viewport=DESK)
    people.windows["ann"] = ann
    keys = ann.page.keyboard
    ann.go("/units/1/people/")
    row = ann.page.get_by_role("row", name="许副会长").last
    row.get_by_role("link", name="New tie").focus()
    with ann.page.expect_navigation():
        keys.press("Enter")
    ann.page.locator("[name='kind'][value='reports_to']").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.type("黄美玲")
    found = ann.page.get_by_role("listbox").get_by_role("option")
    expect(found).to_have_text(["黄美玲"])  # Enter takes the first: only once the others are gone
    keys.press("Enter")
    look(ann, "tie")
    ann.page.get_by_role("button", name="Add", exact=True).focus()
    with ann.page.expect_navigation():
        keys.press("Enter")
    ann.says("reports to 黄美玲")
    ann.page.get_by_role("link", name="Take off: 许副会长 reports to 黄美玲").focus()
    with ann.page.expect_navigation():
        keys.press("Enter")
    ann.page.get_by_role("button", name="Take it off").focus()
    with ann.page.expect_navigation():
        keys.press("Enter")
    expect(ann.page).to_have_url(re.compile("/units/1/people/$"))
    expect(ann.main).not_to_contain_text("reports to 黄美玲")


def test_a_click_beside_a_refused_choice_chooses_nothing(people: People) -> None:
    ann = people.window("ann", viewport=TELEPHONE, locale="zh-CN")
    people.windows["ann"] = ann
    ann.go("/contacts/7/sincerity/")
    ann.send()
    last = ann.page.locator(".form-check:has([name='level'])").last
    box = last.bounding_box()
    assert box
    ann.page.mouse.click(box["x"] + box["width"] - 8, box["y"] + 12)
    expect(ann.page.locator("[name='level']:checked")).to_have_count(0)
    ann.tick("[name='level'][value='none']")
    expect(ann.page.locator("[name='level']:checked")).to_have_count(1)


def test_k5_l2_gifts_from_the_asking_to_compliance(people: People) -> None:
    ann, law = people.ann, people.law
    ann.go(f"{UNIT}gifts/new/")
    ann.fill(item="茶具", value="450")
    look(ann, "gift_form")
    ann.send()
    ann.says("waits for approval")
    law.go("/gifts/?state=on_hold")
    law.page.get_by_role("link", name="中秋月饼").click()
    law.says("The recipient is a public official.")
    look(law, "gift_held")
    law.page.get_by_role("link", name="Release").click()
    law.fill(basis="校方书面同意,公开赠送。")
    law.send()
    law.says("may be given")
    ann.go("/gifts/")
    look(ann, "gifts")


def test_u4_evaluations_on_a_telephone_in_chinese(people: People) -> None:
    ann = people.window("ann", viewport=TELEPHONE, locale="zh-CN", theme="dark")
    people.windows["ann"] = ann
    ann.go(f"{UNIT}evaluation/")
    expect(ann.page.locator("[name='help']")).to_have_value("95")
    ann.fill(help="90")
    ann.send()
    ann.go(f"{UNIT}evaluations/")
    expect(ann.page.locator("canvas")).to_be_visible()
    expect(ann.main).to_contain_text(re.compile(r"95 →\s*90"))
    look(ann, "evaluations_zh")
    for path, name in ((UNIT, "unit_zh"), (f"{UNIT}people/", "map_zh"), ("/gifts/", "gifts_zh")):
        ann.go(path)
        look(ann, name)


def test_k1_a_leader_ends_and_corrects(people: People) -> None:
    lead: Any = people.window("lead1", viewport=TELEPHONE)
    people.windows["lead1"] = lead
    lead.go("/units/2/")
    lead.page.get_by_role("link", name="End the time").click()
    lead.fill(why="退休")
    lead.send()
    lead.says("The unit has no key person at present.")
    lead.page.get_by_role("link", name="Correct the days of").first.click()
    lead.fill(why="录错了一天", starts_on="2008-06-01")
    look(lead, "tenure")
    lead.send()
    lead.says("2008-06-01")
