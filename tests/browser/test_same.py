"""Duplicates while typing, "Is it taken?", and two records made one and parted again (U8, U6)."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import TELEPHONE, People, Window

pytestmark = [pytest.mark.browser, pytest.mark.once]

CAIS = "丰泽建材市场"  # which ann entered as well, with one character more
ANNS = "丰泽建材大市场"
CAIS_TELEPHONE = "0595 2228 0003"


def looked_at(window: Window) -> None:
    window.check_fits()
    window.check_accessibility()


def hint(window: Window, name: str = "", telephone: str = "") -> Locator:
    """What stands under the fields after that was typed, a key at a time."""
    fields = {"name": name, "telephone": telephone}
    with window.page.expect_response(re.compile(r"/units/(same|taken)/$")):
        for field, text in fields.items():
            window.page.locator(f"main [name='{field}']").fill(text[:-1])
            window.page.locator(f"main [name='{field}']").press_sequentially(text[-1:])
    return window.page.locator("main [aria-live='polite'] .matches")


def test_u8_what_is_typed_is_taken_or_free_and_nobody_is_named(people: People) -> None:
    """In Chinese on a telephone, at the gate of somebody else's unit."""
    ann = people.window("ann", viewport=TELEPHONE, locale="zh-CN")
    people.windows["ann"] = ann
    ann.go("/units/new/")
    for name, telephone, why in (
        ("石狮鞋帽厂", "", "仅差一字"),
        ("石獅鞋服廠有限公司", "", "名称相同"),
        ("别的名字", CAIS_TELEPHONE, "电话相同"),
    ):
        found = hint(ann, name, telephone)
        expect(found).to_contain_text(why)
        expect(found).to_contain_text(re.compile(r"已有人跟办.保护期至\d{4}-\d\d-\d\d"))
        expect(found).to_contain_text("石狮***")
        for told in ("石狮鞋服厂", "蔡文达", "拓展二组"):
            expect(found).not_to_contain_text(told)
        expect(found.locator("a")).to_have_count(0)
    expect(hint(ann, ANNS)).to_contain_text("已是您的")
    looked_at(ann)
    ann.go("/units/taken/")
    expect(hint(ann, "石狮鞋服")).to_contain_text("石狮***")
    looked_at(ann)
    expect(hint(ann, "永春香厂")).to_contain_text("可以")
    expect(ann.page.locator("main a[href*='/units/new/?']")).to_be_visible()


def test_u8_two_units_become_one_and_are_parted(people: People) -> None:
    """In English at the desk, from the list of likely duplicates; then on a telephone."""
    manager = people.manager
    manager.go("/units/")
    manager.page.get_by_role("link", name="Duplicates").click()
    pair = manager.page.locator("main li", has_text=ANNS)
    expect(pair).to_contain_text("same telephone")
    looked_at(manager)
    pair.get_by_role("link", name="Compare").click()
    compared(manager)
    merged = manager.page.url.removeprefix(manager.house.url)
    telephone = people.window("manager", viewport=TELEPHONE, locale="zh-CN")
    people.windows["telephone"] = telephone
    parted(telephone, merged)
    manager.go("/units/duplicates/")
    manager.says(ANNS)


def compared(manager: Window) -> None:
    """The other record to stay draws its own values; what was typed stays."""
    page, foot = manager.page, manager.page.locator("#merge-foot")
    manager.fill(why="Entered twice")
    expect(foot).to_contain_text(f"Merge into {CAIS}")
    page.locator("#id_keep_right").check()
    expect(foot).to_contain_text(f"Merge into {ANNS}")
    expect(page.locator("[name='take_name'][value='right']")).to_be_checked()
    expect(page.locator("#id_keep_right")).to_be_focused()
    page.locator("#id_keep_left").check()
    expect(foot).to_contain_text(f"Merge into {CAIS}")
    expect(page.locator("[name='why']")).to_have_value("Entered twice")
    expect(page.locator(".merge-moves tr", has_text="Contacts")).to_contain_text("+2")
    page.locator("[name='take_headcount'][value='right']").check()
    looked_at(manager)
    foot.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/units/\d+/$"))
    manager.says("Merged into this record")
    manager.says("230")
    expect(page.locator("#toasts")).to_contain_text("You can undo it until")


def parted(telephone: Window, unit: str) -> None:
    """In Chinese with a thumb: the note on the record, what goes back, and back it is."""
    telephone.go(unit)
    telephone.says("已并入此记录")
    telephone.says("前可撤销")
    looked_at(telephone)
    telephone.page.locator("main a[href*='/merges/']").click()
    telephone.says(ANNS)
    telephone.says("客户 2")
    looked_at(telephone)
    telephone.send()
    telephone.says("210")
    expect(telephone.main).not_to_contain_text("已并入此记录")
    telephone.page.locator(".merge-alike a").click()
    expect(telephone.page.locator(".merge-side")).to_have_count(2)
    looked_at(telephone)


def test_u8_after_a_refusal_it_is_said_again_what_is_here_already(people: People) -> None:
    """The name stands there from the form that came back, or from a search: nobody types it."""
    ann = people.ann
    ann.go("/units/new/")
    expect(hint(ann, ANNS)).to_contain_text("yours already")
    ann.page.locator("main [name='category']").select_option(index=1)
    with ann.page.expect_response(re.compile(r"/units/same/$")):
        ann.page.locator("main form button[type='submit']").first.click()
    expect(ann.page.locator("[data-errors]")).to_contain_text("of this name")
    expect(ann.page.locator("main .matches")).to_contain_text("yours already")
