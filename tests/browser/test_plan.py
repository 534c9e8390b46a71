"""The plan against its targets, services near the project, and the sales centre's desk."""

import re
from urllib.parse import urljoin

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.people import TELEPHONE, People, Window

pytestmark = [pytest.mark.browser, pytest.mark.once]
KNOWN = "13959900001"  # a buyer of the demonstration, ann's


def looked_at(window: Window) -> None:
    """Fits, and is accessible."""
    window.check_fits()
    window.check_accessibility()


def test_u3_a_manager_plans_a_target_and_prints_the_week(people: People) -> None:
    manager = people.manager
    manager.go("/campaigns/1/")
    looked_at(manager)
    manager.page.get_by_role("link", name="New target").click()
    manager.fill(label="Visits to chambers")
    manager.fill(kind="visits")
    manager.fill(goal="12")
    manager.send()
    manager.says("Visits to chambers")
    manager.go("/campaigns/1/week/?day=2008-06-04")
    manager.says("Monday 2008-06-02 to Sunday 2008-06-08")
    row = manager.page.get_by_role("row").filter(has_text="Visits to chambers")
    expect(row).to_contain_text("behind")
    looked_at(manager)
    paper = manager.page.get_by_role("link", name="On paper").get_attribute("href")
    answer = manager.page.request.get(urljoin(manager.page.url, paper))
    words = pypdfium2.PdfDocument(answer.body())[0].get_textpage().get_text_bounded()
    assert "Visits to chambers" in words
    manager.page.get_by_role("link", name="Next week").click()
    manager.says("Monday 2008-06-09")


def test_u10_a_number_is_looked_up_in_the_field_and_sent_on(people: People) -> None:
    ann = people.window("ann", viewport=TELEPHONE, locale="zh-CN")
    people.windows["ann-telephone"] = ann
    ann.go("/directory/")
    looked_at(ann)
    ann.page.get_by_role("searchbox").last.fill("qysfjq")
    expect(ann.page.locator("#list tbody tr")).to_have_count(1)
    ann.page.get_by_role("link", name="清源山风景区").click()
    maps = ann.page.locator("a[rel~=noreferrer]")
    assert [
        re.sub(r"^https://([^/]+)/.*", r"\1", url or "")
        for url in (link.get_attribute("href") for link in maps.all())
    ] == ["uri.amap.com", "api.map.baidu.com", "apis.map.qq.com"]
    looked_at(ann)
    ann.page.get_by_role("link", name="发给客户").click()
    ann.page.locator("main .ts-control").click()
    ann.page.keyboard.type("linguohua")
    ann.page.locator(".ts-dropdown .option", has_text="林国华").click()
    ann.send()
    expect(ann.page.get_by_role("link", name="打开短信")).to_have_attribute(
        "href", re.compile(r"^sms:\+86\d{11}\?&body=")
    )


def test_u6_the_desk_receives_who_is_known_and_who_is_new(people: People) -> None:
    cai = people.window("cai", viewport=TELEPHONE, locale="zh-CN")
    people.windows["cai-desk"] = cai
    cai.go("/arrivals/desk/")
    looked_at(cai)
    cai.page.get_by_label("手机号后四位").fill(KNOWN[-4:])
    cai.page.get_by_role("button", name="查询").click()
    expect(cai.page.get_by_role("status").first).to_be_visible()
    assert "林国华" not in cai.main.inner_text()
    cai.page.get_by_role("link", name="新访客").first.click()
    cai.fill(mobile="13900139077")
    cai.fill(name="新来客")
    looked_at(cai)
    cai.send()
    expect(cai.page.locator("body")).to_contain_text("客户是您带来的")
    cai.page.get_by_label("手机号后四位").fill("9077")
    cai.page.keyboard.press("Enter")
    cai.says("今天已到访")
    looked_at(cai)
