"""The unit's page in a browser: facts edited where they stand, photos, forms in dialogs (U2)."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.people import DESK, TELEPHONE, People, Window
from tests.browser.test_way import picture

pytestmark = [pytest.mark.browser, pytest.mark.once]


def edit(window: Window, name: str) -> None:
    """Open a row by its pencil, with the keyboard."""
    pencil = window.page.locator(f"a.fact-pencil[href$='only={name}']").first
    pencil.focus()
    pencil.press("Enter")
    expect(window.page.locator("[data-row] form")).to_be_visible()


def test_u2_a_fact_is_edited_where_it_stands_and_nobody_is_overwritten(people: People) -> None:
    ann, bob = (people.window(name, viewport=DESK) for name in ("ann", "bob"))
    for window in (ann, bob):
        window.go("/units/1/")
    edit(ann, "address")
    ann.check_accessibility()
    edit(bob, "address")
    bob.page.locator("[data-row] form [name='address']").fill("新门街 8 号")
    bob.page.keyboard.press("Enter")
    expect(bob.page.locator("dd[data-row]", has_text="新门街 8 号")).to_be_visible()
    expect(bob.page.locator("a.fact-pencil[href$='only=address']")).to_be_focused()
    ann.page.locator("[data-row] form [name='address']").fill("新门街 9 号")
    ann.page.keyboard.press("Control+Enter")
    refused = ann.page.locator("[data-row] form")
    expect(refused).to_contain_text("Saved meanwhile: 新门街 8 号")
    expect(refused.locator("[name='address']")).to_have_value("新门街 9 号")
    ann.check_accessibility()
    ann.page.keyboard.press("Escape")
    expect(refused).to_have_count(0)
    ann.go("/units/1/")
    ann.page.locator("dd[data-row]", has_text="新门街 8 号").locator(".fact-past").click()
    expect(ann.page.locator("dialog[open]")).to_contain_text("新门街")
    ann.check_accessibility()


def test_u2_photos_stand_in_the_timeline_without_a_click(people: People) -> None:
    ann = people.window("ann", viewport=TELEPHONE, locale="zh-CN")
    ann.go("/units/1/")
    ann.check_fits()
    ann.page.locator("a[href$='/files/new/']").click()
    files = [FilePayload(name=f"{n}.png", mimeType="image/png", buffer=picture()) for n in "ab"]
    ann.page.locator("dialog input[type='file']").set_input_files(files)
    with ann.page.expect_navigation():
        ann.page.locator("dialog button[type='submit']").click()
    for name in "ab":
        expect(ann.page.locator(f".pictures img[alt='{name}.png']")).to_be_visible()
    ann.check_fits()
    ann.check_accessibility()


# Writes into a dialog's form as soon as there is one: no key can be pressed any earlier.
QUICK_TYPIST = """() => new MutationObserver((_, self) => {
    const name = document.querySelector("dialog [name='name']");
    if (!name) return;
    self.disconnect();
    const plus = document.querySelector("dialog .field-row > button");
    window.found = [document.activeElement.name, Boolean(plus)];
    name.focus();
    document.execCommand("insertText", false, "周小");
}).observe(document.body, { childList: true, subtree: true })"""


def test_a_record_is_made_from_inside_a_field_and_nothing_else_is_lost(people: People) -> None:
    ann = people.ann
    ann.go("/")
    ann.page.evaluate(QUICK_TYPIST)
    ann.page.keyboard.press("c")
    ann.page.locator("dialog a[href$='/registrations/new/']").click()
    lower_name = ann.page.locator("dialog [name='name']")
    expect(lower_name).to_have_value("周小")
    assert ann.page.evaluate("window.found") == ["mobile", True]  # focused and dressed up by then
    ann.page.keyboard.type("明")
    expect(lower_name).to_have_value("周小明")
    ann.page.locator("dialog .field-row > button").click()
    upper = ann.page.locator("dialog[open]").nth(1)
    upper.locator("[name='name']").fill("安溪茶厂")
    upper.locator("button[type='submit']").click()
    expect(upper.locator("[data-errors]")).to_be_focused()  # the category is missing
    ann.check_accessibility()
    upper.locator("[name='category']").select_option(index=1)
    upper.locator("button[type='submit']").click()
    lower = ann.page.locator("dialog[open]")
    expect(lower).to_have_count(1)
    expect(lower.locator(".ts-control")).to_contain_text("安溪茶厂")
    expect(lower.locator("[name='name']")).to_have_value("周小明")
    lower.locator("[name='mobile']").fill("13657770123")
    with ann.page.expect_navigation():
        lower.locator("button[type='submit']").click()
    ann.says("周小明")
    ann.says("安溪茶厂")


def test_a_field_offers_only_what_answers_the_question(people: People) -> None:
    """With one chosen, Enter after another question takes the answer and not what stood there."""
    ann = people.ann
    ann.go("/contacts/new/")
    box, offered = (
        ann.page.locator("main .ts-control").first,
        ann.page.locator(".ts-dropdown .option"),
    )
    for typed, name in (("qzsh", "泉州商会"), ("hqdx", "华侨大学"), ("qzsh", "泉州商会")):
        box.click()
        box.locator("input").press_sequentially(typed)
        expect(offered).to_have_count(1)
        expect(offered).to_contain_text(name)
        ann.page.keyboard.press("Enter")
        expect(box).to_contain_text(name)


def test_u3_a_round_takes_several_units_and_lets_one_go_by_thumb(people: People) -> None:
    manager = people.window("manager", viewport=TELEPHONE)
    people.windows["telephone"] = manager
    manager.go("/campaigns/1/")
    manager.page.locator("main a[href^='/rounds/']").nth(1).click()
    box = manager.page.locator("main .ts-control").first
    box.click()
    for typed, name in (("hqdx", "华侨大学"), ("qzsh", "泉州商会")):
        box.locator("input").press_sequentially(typed)
        expect(manager.page.locator(".ts-dropdown .option")).to_have_count(1)
        manager.page.keyboard.press("Enter")
        expect(box).to_contain_text(name)
    box.locator("input").press_sequentially("zzzz")
    expect(manager.page.locator(".ts-dropdown .no-results")).to_have_text("Nothing found.")
    box.locator(".off").first.click()
    expect(box).not_to_contain_text("华侨大学")
    manager.check_fits()
    manager.check_accessibility()
    manager.send()
    manager.says("泉州商会")
    expect(manager.main).not_to_contain_text("华侨大学")
