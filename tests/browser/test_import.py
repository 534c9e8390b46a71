"""An import as people do it: upload, name a column, see the bad rows, confirm, watch, undo (U9).

The file is long enough for the real worker, in GB18030, with a title above its headings.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.house import House, wait_for
from tests.browser.people import TELEPHONE, People, Window

pytestmark = pytest.mark.browser

ROWS = 2_400
GOOD = "张{n:04d},139{n:08d},1980-05-15,9-{n},2007-03-18"
BAD = "李{n:04d},12345,1980-05-15,9-{n},2007-03-18"
COUNT = (
    "from units.models import OwnedHome; "
    "print(OwnedHome.objects.filter(home__startswith='9-').count())"
)
# What this file brought; other files of the demonstration have come in before.
PEOPLE = (
    "from units.models import Contact; "
    "print(Contact.objects.filter(name__startswith='张0', source='import').count())"
)


def owners() -> FilePayload:
    """Every hundredth row is bad; nobody knows what the heading 本人 means."""
    rows = [(GOOD if n % 100 else BAD).format(n=n) for n in range(ROWS)]
    text = "\n".join(["尚阁一期业主", "本人,手机号码,出生日期,房号,签约日期", *rows])
    return FilePayload(name="业主.csv", mimeType="text/csv", buffer=text.encode("gb18030"))


def test_u9_a_file_becomes_records_and_is_taken_back(house: House, people: People) -> None:
    house.ring()
    manager = people.manager
    batch = the_file_is_checked(manager)
    a_column_is_named(manager)
    bad_rows_are_shown_and_taken(manager)
    it_is_imported_by_the_worker(house, manager)
    on_a_telephone_in_chinese(people, batch)
    it_is_undone(house, manager, batch)


def the_file_is_checked(manager: Window) -> int:
    """The upload answers at once; the worker reads."""
    manager.go("/imports/")
    manager.check_accessibility()
    manager.page.get_by_role("link", name="Owners").click()
    manager.says("What it is")
    manager.check_accessibility()
    manager.page.locator("input[name='sheet']").set_input_files(owners())
    manager.fill(source_kind="own", source="The sales system of 2007")
    manager.send()
    batch = manager.key
    expect(manager.page.locator(".page-head .pill")).to_contain_text(
        "to be confirmed", timeout=30_000
    )
    manager.says("尚阁一期业主")
    return batch


def a_column_is_named(manager: Window) -> None:
    """The headings stand in row 2; 本人 is the name."""
    expect(manager.page.locator("[name='head_row']")).to_have_value("2")
    manager.says("The file has no column for this.")
    manager.page.locator("[name='name']").select_option(label="本人", force=True)
    manager.check_accessibility()
    manager.page.get_by_role("button", name="Check again").click()
    expect(manager.page.locator("#import")).to_contain_text(f"{ROWS:,}", timeout=30_000)
    expect(manager.page.locator("#import a[href$='/confirm/']")).to_contain_text(
        f"{ROWS - ROWS // 100:,}", timeout=30_000
    )


def bad_rows_are_shown_and_taken(manager: Window) -> None:
    """Row, column, what stands there and why; the same rows as a file."""
    manager.says("This is not a mobile number.")
    manager.check_accessibility()
    with manager.page.expect_download() as download:
        manager.page.get_by_role("link", name="Take them as a file").click()
    lines = Path(download.value.path()).read_bytes().decode("gb18030").splitlines()
    assert lines[0].startswith("本人,手机号码")
    assert (len(lines), "12345" in lines[1]) == (ROWS // 100 + 1, True)


def it_is_imported_by_the_worker(house: House, manager: Window) -> None:
    """The last yes names what is left out; the page watches and is new when it is over."""
    manager.page.locator("#import a[href$='/confirm/']").click()
    manager.tick("[name='leave_out']")
    manager.check_accessibility()
    manager.send()
    expect(manager.page.locator("#import")).to_contain_text("Can be undone until", timeout=60_000)
    expect(manager.page.locator(".page-head .pill")).to_contain_text("imported")
    assert house.shell(COUNT) == str(ROWS - ROWS // 100)


def on_a_telephone_in_chinese(people: People, batch: int) -> None:
    """The same pages on a small screen."""
    other = people.window("manager", viewport=TELEPHONE, locale="zh-CN")
    for path in ("/imports/", "/imports/owners/new/", f"/imports/{batch}/"):
        other.go(path)
        other.check_fits()
        other.check_accessibility()
    other.says("可撤销至")
    other.go("/contacts/?q=张0001")
    other.page.locator("main table tbody a").first.click()
    other.says("名下房产")
    assert other.complaints == []


def it_is_undone(house: House, manager: Window, batch: int) -> None:
    """One was built upon since: it is named and stays."""
    house.shell(
        "from units.models import *; from units.services import customer_register; "
        "from accounts.models import User; "
        "customer_register(facts={'name': '张0001', 'mobile': '13900000001'}, "
        "by=User.objects.get(username='manager'))"
    )
    manager.go(f"/imports/{batch}/")
    manager.page.get_by_role("link", name="Undo this import").click()
    manager.says("张0001")
    manager.check_accessibility()
    manager.tick("[name='leave_out']")
    manager.send()
    expect(manager.page.locator(".page-head .pill")).to_have_text(
        re.compile("^undone"), timeout=60_000
    )
    assert wait_for(lambda: house.shell(PEOPLE) == "1", "the owners are gone")
