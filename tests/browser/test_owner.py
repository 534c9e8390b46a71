"""Whose customer is it: registered twice, ruled on, claimed from the pool, handed over (U5–U7)."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import TELEPHONE, People, Window

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS", "")
ANNS_CUSTOMER = "13960099011"


def looked_at(window: Window, name: str) -> None:
    """Fits, is accessible, and where SHOTS names a folder its picture is kept."""
    window.check_fits()
    window.check_accessibility()
    if SHOTS:
        window.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_from_a_second_registration_to_a_hand_over(people: People) -> None:
    cai = people.window("cai", viewport=TELEPHONE, locale="zh-CN")
    people.windows["cai"] = cai
    dispute = registered_second(cai)
    ruled_for_the_claimant(people.manager, dispute)
    cai.go(f"/disputes/{dispute}/")
    cai.says("归申诉人")
    cai.says("安小琴")
    looked_at(cai, "ruled-390-zh")
    claimed_from_the_pool(cai)
    handed_over(people.manager)


def registered_second(cai: Window) -> int:
    """In Chinese on a telephone: refused, with a dispute opened and evidence added."""
    cai.go("/registrations/new/")
    looked_at(cai, "register-390-zh")
    assert cai.page.locator("main form :is(input:not([type=hidden]), select)").count() <= 6
    cai.fill(mobile=ANNS_CUSTOMER)
    cai.fill(name="郑明月")
    expect(cai.page.locator("#known")).to_contain_text("保护")
    cai.send()
    expect(cai.page).to_have_url(re.compile(r"/disputes/\d+/$"))
    dispute = cai.key
    assert "安小琴" not in cai.main.inner_text()
    looked_at(cai, "dispute-claimant-390-zh")
    cai.go(f"/disputes/{dispute}/evidence/")
    cai.fill(text="五月在展位接待过她,有合影。")
    looked_at(cai, "evidence-390-zh")
    cai.send()
    cai.says("五月在展位接待过她")
    return dispute


def ruled_for_the_claimant(manager: Window, dispute: int) -> None:
    """In English at the desk: both sides beside each other, then the ruling."""
    manager.go("/")
    manager.says("wait for your ruling")
    manager.go(f"/disputes/{dispute}/")
    for text in ("安小琴", "蔡文达", "五月在展位接待过她", "Registered by the holder"):
        manager.says(text)
    looked_at(manager, "dispute-manager-1280-en")
    manager.go(f"/disputes/{dispute}/ruling/")
    manager.fill(ruling="for_claimant")
    manager.fill(reason="He met her first and has the picture.")
    looked_at(manager, "ruling-1280-en")
    manager.send()
    manager.says("goes to the claimant")
    manager.page.get_by_role("link", name="郑明月").first.click()
    manager.says("30 days left")
    looked_at(manager, "customer-1280-en")


def claimed_from_the_pool(cai: Window) -> None:
    """A unit somebody else followed becomes his."""
    cai.go("/pool/customers/")
    cai.says("139****9001")
    looked_at(cai, "pool-customers-390-zh")
    cai.go("/pool/")
    looked_at(cai, "pool-390-zh")
    cai.page.get_by_role("link", name="泉州浦西商业街").click()
    cai.says("认领")
    looked_at(cai, "claim-390-zh")
    cai.send()
    expect(cai.page).to_have_url(re.compile(r"/units/\d+/$"))
    looked_at(cai, "unit-390-zh")


def handed_over(manager: Window) -> None:
    """Everything of one person to another, looked at first."""
    manager.go("/handover/")
    looked_at(manager, "handover-list-1280-en")
    manager.page.get_by_role("link", name="林佩珊").click()
    manager.says("Registered customers")
    manager.page.locator("[name='everyone']").select_option(label="蔡文达", force=True)
    manager.page.locator("[name='sure']").check()
    looked_at(manager, "handover-1280-en")
    manager.send()
    expect(manager.main).not_to_contain_text("林佩珊")
