"""What people ask about their data and what they allow, as it is worked in the browser (L1)."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import TELEPHONE, People, Window

pytestmark = [pytest.mark.browser, pytest.mark.once]

NAME = "黄秋实"  # of the public pool: nothing is open with them
OF_A_UNIT = "庄秘书"  # beside photos of the unit
CORRECTED = "林小满"  # of the pool, too
FORGOTTEN = ("卓文涛", "叶秀珍")
GIVEN = ("csrfmiddlewaretoken", "reason")
FORGET = """
from django.utils import timezone
from units.services.retention import work_retention
print([work_retention(timezone.now()) for _ in range(2)])
"""
SHOTS = os.environ.get("SHOTS", "")


def look(window: Window, name: str) -> None:
    """Nothing for axe to find, nothing too wide; a picture where one is wanted."""
    window.check_accessibility()
    window.check_fits()
    if SHOTS:
        window.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def search(window: Window) -> Locator:
    """What the search finds under the name."""
    window.go("/search/")
    window.main.locator("[name='q']").fill(NAME)
    with window.page.expect_navigation():
        window.main.get_by_role("button", name="Search", exact=True).click()
    expect(window.main.get_by_role("status")).to_be_visible()
    return window.page.locator("main").get_by_role("link", name=NAME)


def test_l1_asked_shown_and_erased_by_two(people: People) -> None:
    law, manager = people.law, people.manager
    law.go(f"/personal/people/?q={NAME}")
    law.main.get_by_role("link", name=NAME).click()
    person = law.key
    law.page.get_by_role("link", name="Everything we hold").click()
    law.fill(reason="They came in person.")
    law.send()
    law.says("+8613960099002")
    look(law, "report")
    law.go(f"/personal/people/{person}/")
    law.page.get_by_role("link", name="New request").click()
    law.fill(kind="erasure", how="telephone", words="请把我的资料删掉。")
    law.send()
    law.says("请把我的资料删掉。")
    request = law.key
    law.page.get_by_role("link", name="Erase", exact=True).click()
    law.says("becomes unreadable: Name")
    look(law, "preview")
    law.send()
    law.says("A second person is asked to approve the erasure.")
    look(law, "request")
    law.page.get_by_role("link", name="A second person is asked").click()
    expect(law.page.get_by_role("button", name="Approve")).to_have_count(0)
    expect(search(manager)).to_have_count(1)
    manager.go(law.page.url.removeprefix(law.house.url))
    with manager.page.expect_navigation():
        manager.page.get_by_role("button", name="Approve").click()
    law.go(f"/personal/{request}/")
    law.says("answered")
    expect(law.main).not_to_contain_text(NAME)
    manager.go(f"/contacts/{person}/")
    manager.says(f"Erased person #{person}")
    look(manager, "erased")
    expect(manager.main).not_to_contain_text(NAME)
    expect(search(manager)).to_have_count(0)
    manager.go(f"/personal/people/?q={NAME}")
    expect(manager.main.get_by_role("link", name=NAME)).to_have_count(0)


def test_l1_a_request_gives_the_report_in_one_click_and_is_answered(people: People) -> None:
    law = people.law
    law.go("/")
    law.says("1 personal-data request is due")
    law.page.get_by_role("link", name="Answer", exact=True).click()
    law.says("想知道公司保存了我的哪些信息")
    form = law.main.locator("form").first
    values = {name: form.locator(f"[name='{name}']").first.input_value() for name in GIVEN}
    pdf = law.page.request.post(
        f"{law.house.url}{form.get_attribute('action')}",
        form={**values, "kind": "pdf"},
        headers={"Referer": law.page.url},
    )
    assert pdf.body().startswith(b"%PDF")
    with law.page.expect_navigation():
        law.page.get_by_role("button", name="Look at it here").click()
    law.says("Read it before you hand it out")
    law.says("Purchases")
    look(law, "report_clicked")
    law.go("/")
    law.page.get_by_role("link", name="Answer", exact=True).click()
    law.page.get_by_role("link", name="Answer", exact=True).click()
    law.send()
    law.says("answered")
    law.says("The report was handed over.")


def test_l1_a_correction_in_chinese_on_a_telephone(people: People) -> None:
    law = people.window("law", viewport=TELEPHONE, locale="zh-CN")
    people.windows["law"] = law
    law.go(f"/personal/people/?q={CORRECTED}")
    law.main.get_by_role("link", name=CORRECTED).click()
    law.page.get_by_role("link", name="新请求").click()
    law.fill(kind="correction", how="in_person", words="名字应为林小曼。")
    look(law, "ask")
    law.send()
    law.page.get_by_role("link", name="更正").click()
    law.says("名字应为林小曼。")
    law.fill(name="林小曼", outcome="已出示身份证")
    look(law, "correct")
    law.send()
    law.says("已出示身份证")
    law.says("林小曼")


def test_l1_who_nobody_deals_with_is_shown_and_then_erased(people: People) -> None:
    law = people.law
    law.go("/")
    law.says("2 people nobody deals with any more")
    law.page.get_by_role("link", name="Look", exact=True).click()
    law.says("A dry run")
    look(law, "retention")
    law.page.get_by_role("link", name="Look at the list").click()
    for name in FORGOTTEN:
        law.says(name)
    look(law, "confirm")
    law.page.get_by_label("I have looked at the list").check(force=True)
    law.send()
    law.says("0 of 2 erased")
    people.house.shell(FORGET)
    law.go("/personal/retention/")
    law.says("2 of 2 erased")
    for name in FORGOTTEN:
        law.go(f"/personal/people/?q={name}")
        expect(law.main.get_by_role("link", name=name)).to_have_count(0)


def test_l1_consent_taken_back_on_a_telephone_in_chinese(people: People) -> None:
    ann = people.window("ann", viewport=TELEPHONE, locale="zh-CN", theme="dark")
    people.windows["ann"] = ann
    ann.go("/contacts/?q=黄美玲")
    ann.main.get_by_role("link", name="黄美玲").first.click()
    for given, evidence, word in (
        ("yes", "当面同意,罗经理在场", "已同意"),
        ("no", "来电要求停发广告", "已撤回"),
    ):
        ann.page.get_by_role("link", name="记录答复").click()
        ann.fill(purpose="marketing", given=given, how="in_person", evidence=evidence)
        look(ann, "consent_form")
        ann.send()
        expect(ann.page.locator(".consent").last.locator(".pill").first).to_have_text(word)
        ann.says(evidence)
    look(ann, "consent")


def test_l1_photos_and_nicknames_are_looked_through_on_a_telephone(people: People) -> None:
    law = people.window("law", viewport=TELEPHONE, locale="zh-CN")
    people.windows["law"] = law
    law.go(f"/personal/people/?q={OF_A_UNIT}")
    law.main.get_by_role("link", name=OF_A_UNIT).click()
    law.page.get_by_role("link", name="新请求").click()
    law.fill(kind="erasure", how="telephone", words="请删除我的资料。")
    law.send()
    law.page.get_by_role("link", name="删除", exact=True).click()
    law.page.get_by_role("button", name="提交审批").click()
    law.says("请先查看可能与本人有关的文件和文字。")
    law.page.get_by_role("link", name="先逐一查看").click()
    look(law, "look_through")
    law.fill(called="老庄")
    photo = law.main.locator("[name='attachments']").first
    photo.check()
    shown = photo.locator("xpath=ancestor::li").locator("img")
    assert shown.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    law.send()
    law.says("选中文件 1 个")
    law.says("其他称呼：老庄。")
    law.send()
    law.says("待审批")
