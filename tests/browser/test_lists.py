"""Lists as people use them: saved views, board and cards, chosen rows, export (ux, L1).

On a desk in English, and on a telephone in Chinese.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.people import DESK, TELEPHONE, People, Window

pytestmark = [pytest.mark.browser, pytest.mark.once]


def checked(window: Window) -> None:
    """The page fits and axe has nothing to say."""
    window.check_fits()
    window.check_accessibility()


def tick(window: Window, number: int) -> None:
    """Choose a row."""
    window.page.locator("#list tbody input[name='pk']").nth(number).check()


def test_a_leader_filters_saves_switches_and_assigns(people: People) -> None:
    lead = people.window("lead1", viewport=DESK, locale="en-GB")
    page = lead.page
    lead.go("/units/?grade=B&sort=-headcount")
    save_the_view(lead)
    expect(page.locator(".side [aria-current]")).to_have_text("Large B")
    board_and_back(lead)
    page.locator("[data-filters]").click()
    page.locator("#filters select[name='grade']").select_option("A")
    expect(page.locator("#list .chip")).to_contain_text("A")
    expect(page.locator(".views .changed")).to_be_visible()
    page.reload()
    expect(page.locator(".views .btn")).to_contain_text("Large B")
    assign_and_see_why_not(lead)
    assert lead.complaints == []


def save_the_view(lead: Window) -> None:
    """Through the menu above the list."""
    page = lead.page
    page.locator(".views .btn").click()
    page.locator("#list-views a", has_text="Save this view").click()
    lead.fill(name="Large B")
    page.locator("[name='pinned']").check()
    checked(lead)
    lead.send()
    expect(page).to_have_url(re.compile(r"/units/\?grade=B&sort=-headcount&view=\d+$"))
    expect(page.locator(".views .btn")).to_contain_text("Large B")


def board_and_back(lead: Window) -> None:
    """The other ways keep filter and view; the browser's Back leads to the list."""
    page = lead.page
    for way in ("Board", "Cards"):
        page.locator(".ways a", has_text=way).click()
        expect(page.locator("#list .chip")).to_contain_text("B")
        expect(page.locator(".views .btn")).to_contain_text("Large B")
        checked(lead)
    page.go_back()
    expect(page.locator(".board")).to_be_visible()
    page.go_back()
    expect(page.locator("#list table")).to_be_visible()


def assign_and_see_why_not(lead: Window) -> None:
    """Two rows to bob: those he has already are refused with a sentence."""
    page = lead.page
    lead.go("/units/?view=")
    bar = page.locator("[data-bulk]")
    expect(bar).to_be_hidden()
    tick(lead, 0)
    tick(lead, 1)
    expect(bar).to_contain_text("2 chosen")
    checked(lead)
    bar.get_by_role("button", name="Assign to a salesperson").click()
    lead.says("2 rows are chosen")
    owner = page.locator("[name='owner']")
    first = owner.locator("option:not([value=''])").first.get_attribute("value")
    owner.select_option(first, force=True)
    lead.fill(why="A new plan")
    checked(lead)
    lead.send()
    lead.says("2 of 2 rows")
    checked(lead)
    with page.expect_download() as download:
        page.get_by_role("link", name="Result as a file").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_l1_what_is_typed_is_found_and_stands_in_no_address(people: People) -> None:
    ann = people.window("ann", viewport=DESK)
    page, asked = ann.page, list[str]()
    page.on("request", lambda one: asked.append(one.url + one.headers.get("referer", "")))
    ann.go("/contacts/")
    box, rows = page.locator("#id_q"), page.locator("#list tbody tr")
    box.press_sequentially("黄美玲")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/contacts/\?q=~"))
    page.reload()  # the address says it, closed
    expect(box).to_have_value("黄美玲")
    expect(rows).to_have_count(1)
    closed = page.url
    box.fill("139 5990 0002")
    expect(page).not_to_have_url(closed)
    expect(rows).to_have_count(1)
    page.go_back()
    expect(box).to_have_value("黄美玲")
    ann.go("/visits/new/")
    page.locator("#id_q").press_sequentially("泉州商")
    expect(page.locator("#units strong")).to_have_count(1)
    page.locator("a", has_text="New unit").first.click()
    ann.go("/purchases/new/")
    page.locator(".ts-control").nth(1).click()
    page.keyboard.type("黄美玲")
    expect(page.locator(".ts-dropdown .option").first).to_contain_text("黄美玲")
    told = ("黄", "%E9%BB%84", "泉", "%E6%B3%89", "139", "0002")
    assert not [address for address in asked if any(word in address for word in told)]
    assert ann.complaints == []


def test_a_card_is_dragged_to_its_next_step_or_says_why_not(people: People) -> None:
    fin = people.window("fin1", viewport=DESK, locale="en-GB")
    fin.go("/purchases/?as=board")
    subscribed, contracted = (fin.page.locator(".board-column").nth(n) for n in (1, 2))
    before = contracted.inner_text()
    contracted.locator("[data-card]").first.drag_to(subscribed)
    expect(fin.page.locator(".toasts")).to_contain_text("“contracted” does not come “subscribed”")
    assert contracted.inner_text() == before
    ann = people.window("ann", viewport=DESK, locale="en-GB")
    ann.go("/follow-ups/?as=board")
    columns = ann.page.locator(".board-column")
    columns.nth(0).locator("[data-card]").first.drag_to(columns.nth(2))
    dialog = ann.page.get_by_role("dialog")
    dialog.locator("[name='why']").fill("The chamber asked for autumn.")
    checked(ann)
    dialog.get_by_role("button", name="Cancel it").click()
    expect(columns.nth(2).locator(".face")).to_have_count(1)
    expect(ann.page).to_have_url(re.compile(r"/follow-ups/\?as=board$"))
    assert fin.complaints == ann.complaints == []


def test_on_a_telephone_in_chinese(people: People) -> None:
    way: dict[str, Any] = {"viewport": TELEPHONE, "locale": "zh-CN"}
    lead = people.window("lead1", **way)
    page = lead.page
    for address in (
        "/units/?view=",
        "/units/?as=board",
        "/units/?as=cards",
        "/follow-ups/?as=board",
    ):
        lead.go(address)
        checked(lead)
    lead.go("/units/?view=")
    tick(lead, 0)
    bar = page.locator("[data-bulk]")
    expect(bar).to_contain_text("已选 1")
    checked(lead)
    with page.expect_download() as download:
        bar.locator("[data-export]").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    bar.locator("[data-bulk-clear]").click()
    expect(bar).to_be_hidden()
    lead.go("/background/")
    lead.says("导出")
    checked(lead)
    lead.go("/accounts/views/")
    checked(lead)
    lead.go("/follow-ups/?as=board")
    page.locator(".face-steps summary").first.click()
    page.locator(".face-steps[open] a", has_text="取消").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    checked(lead)
    assert lead.complaints == []
