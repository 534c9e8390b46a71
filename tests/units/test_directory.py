"""The service directory (U10)."""

from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Project, User
from core.abilities import Role
from core.addresses import opened_text
from core.commands import execute
from core.errors import DomainError
from core.registry import timeline
from tests.conftest import make_user
from tests.units.factories import make_contact
from units.models import DirectoryEntry, DirectorySending
from units.rules import gcj02, map_links
from units.selectors.directory import message_text, phone_message
from units.services.directory import directory_add, directory_edit, directory_remove, directory_send

BANK = {"kind": "bank", "name": "建设银行涂门街支行", "telephone": "0595-22282195"}


@pytest.fixture
def bank(planner: User) -> DirectoryEntry:
    entry: DirectoryEntry = execute(directory_add, facts=BANK, by=planner)
    return entry


@pytest.fixture
def stranger(db: None) -> User:
    other = Project.objects.create(name="Elsewhere", code="elsewhere")
    return make_user("stranger", Role.MANAGER, other)


@pytest.mark.parametrize(
    ("ours", "drawn"),
    [  # published pairs of other implementations
        ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((51.5007, -0.1246), (51.5007, -0.1246)),
    ],
)
def test_u10_tencent_gets_the_position_as_chinese_maps_draw_it(
    ours: tuple[float, float], drawn: tuple[float, float]
) -> None:
    assert gcj02(*ours) == pytest.approx(drawn, abs=1e-7)


def test_u10_a_place_with_a_position_opens_on_all_three_maps() -> None:
    links = {
        link.map: urlsplit(link.url)
        for link in map_links("开元寺", "西街 176 号", Decimal("24.9167"), Decimal("118.5812"))
    }
    assert {name: url.hostname for name, url in links.items()} == {
        "amap": "uri.amap.com",
        "baidu": "api.map.baidu.com",
        "tencent": "apis.map.qq.com",
    }
    amap, baidu = parse_qs(links["amap"].query), parse_qs(links["baidu"].query)
    assert amap["position"] == ["118.581200,24.916700"]
    assert amap["coordinate"] == ["wgs84"]
    assert baidu["location"] == ["24.916700,118.581200"]
    assert baidu["coord_type"] == ["wgs84"]
    marker = parse_qs(links["tencent"].query)["marker"][0]
    assert marker.endswith(";title:开元寺;addr:西街 176 号")
    assert not marker.startswith("coord:24.916700")


def test_u10_without_a_position_the_address_is_looked_for_and_without_both_nothing() -> None:
    assert [
        parse_qs(urlsplit(link.url).query).get("keyword", ["address"])
        for link in map_links("搬家", "泉秀街", None, None)
    ] == [["泉秀街"], ["address"], ["泉秀街"]]
    assert map_links("热线", "", None, None) == []


def test_u10_amap_opens_its_application_by_position_and_by_address() -> None:
    spot = map_links("开元寺", "西街", Decimal("24.9"), Decimal("118.5"))[0]
    street = map_links("开元寺", "西街", None, None)[0]
    asked = [parse_qs(urlsplit(link.url).query)["callnative"] for link in (spot, street)]
    assert (spot.map, street.map, asked) == ("amap", "amap", [["1"], ["1"]])


def test_u10_signs_that_part_a_marker_do_not_break_it() -> None:
    marker = map_links("A;B:C|D", "x;y", 24.9, 118.6)[2].url
    assert parse_qs(urlsplit(marker).query)["marker"][0].count(";") == 2


@pytest.mark.parametrize("word", ["建设", "jiansheyinhang", "jsyh", "2228", "涂门街"])
def test_u10_it_is_found_by_characters_pinyin_initials_and_number(
    client: Client, ann: User, bank: DirectoryEntry, word: str
) -> None:
    client.force_login(ann)
    page = client.get(reverse("directory_list"), {"q": word})
    assert bank.name in page.text
    assert bank.name not in client.get(reverse("directory_list"), {"q": "zhongguo"}).text


def test_u10_a_tap_on_a_kind_keeps_what_was_looked_for(
    client: Client, ann: User, bank: DirectoryEntry
) -> None:
    client.force_login(ann)
    page = client.get(reverse("directory_list"), {"q": "银行", "page": "2"})
    links = {code: parse_qs(url.removeprefix("?")) for _label, url, code in page.context["kinds"]}
    assert len(links) == 7
    assert links["bank"]["kind"] == ["bank"]
    assert opened_text(links["bank"]["q"][0]) == opened_text(links[""]["q"][0]) == "银行"
    assert ("page" in links["bank"], "kind" in links[""]) == (False, False)


def test_u10_the_number_can_be_tapped(client: Client, ann: User, bank: DirectoryEntry) -> None:
    client.force_login(ann)
    assert 'href="tel:059522282195"' in client.get(reverse("directory_list")).text


def test_u10_another_projects_directory_is_not_seen(
    client: Client, stranger: User, bank: DirectoryEntry
) -> None:
    client.force_login(stranger)
    assert bank.name not in client.get(reverse("directory_list")).text
    assert client.get(bank.get_absolute_url()).status_code == 404


def test_u10_only_surroundings_have_a_kind_of_place(planner: User) -> None:
    with pytest.raises(DomainError, match="surroundings"):
        execute(directory_add, facts={**BANK, "place": "school"}, by=planner)


def test_u10_half_a_position_is_none(planner: User) -> None:
    with pytest.raises(DomainError, match="together"):
        execute(directory_add, facts={**BANK, "latitude": Decimal("24.9")}, by=planner)


def test_u10_the_same_name_twice_in_a_kind_is_refused(planner: User, bank: DirectoryEntry) -> None:
    with pytest.raises(DomainError, match="of this kind and name"):
        execute(directory_add, facts=BANK, by=planner)


def test_u10_two_editors_do_not_overwrite_each_other(
    planner: User, lead: User, bank: DirectoryEntry
) -> None:
    facts = {"hours": "9:00–17:00"}
    execute(directory_edit, directoryentry_id=bank.pk, version=1, facts=facts, by=planner)
    with pytest.raises(DomainError):
        execute(directory_edit, directoryentry_id=bank.pk, version=1, facts={}, by=lead)
    bank.refresh_from_db()
    assert (bank.hours, bank.version) == ("9:00–17:00", 2)


def test_u10_an_entry_is_sent_from_the_own_telephone_and_noted(
    client: Client, ann: User, bank: DirectoryEntry
) -> None:
    contact = make_contact(by=ann, mobile="13800138000")
    client.force_login(ann)
    page = client.post(
        reverse("directory_send", args=[bank.pk]), {"contact": contact.pk}, follow=True
    )
    assert "sms:+8613800138000?&amp;body=" in page.text
    assert "13800138000" not in page.request["PATH_INFO"]
    assert [entry.text for entry in timeline(contact, ann, kind="directory")] == [
        f"{bank.name} was sent to {contact.name}"
    ]


def test_u10_the_form_looks_for_a_customer_and_carries_no_others(
    client: Client, ann: User, cai: User, bank: DirectoryEntry
) -> None:
    mine, other = make_contact(by=ann, name="林美玲"), make_contact(by=ann, name="陈大文")
    theirs = make_contact(by=cai, name="王五")
    client.force_login(ann)
    address = reverse("directory_send", args=[bank.pk])
    page = client.get(f"{address}?contact={mine.pk}").text
    assert (mine.name in page, other.name in page) == (True, False)
    assert f'data-search-url="{reverse("buyer_search")}"' in page
    assert client.post(address, {"contact": theirs.pk}).status_code == 422


def test_u10_who_has_no_number_cannot_be_sent_anything(ann: User, bank: DirectoryEntry) -> None:
    contact = make_contact(by=ann, mobile="")
    with pytest.raises(DomainError, match="Enter it first"):
        execute(directory_send, directoryentry_id=bank.pk, contact_id=contact.pk, by=ann)
    assert not DirectorySending.objects.exists()


def test_u10_what_was_sent_is_seen_by_who_sees_the_customer(
    client: Client, ann: User, cai: User, bank: DirectoryEntry
) -> None:
    contact = make_contact(by=ann, mobile="13800138000")
    sent = execute(directory_send, directoryentry_id=bank.pk, contact_id=contact.pk, by=ann)
    client.force_login(cai)
    assert client.get(reverse("directory_sending", args=[sent.pk])).status_code == 404


def test_u10_what_is_taken_out_is_not_found_nor_sent_but_its_page_stays(
    client: Client, ann: User, planner: User, bank: DirectoryEntry
) -> None:
    contact = make_contact(by=ann, mobile="13800138000")
    execute(directory_remove, directoryentry_id=bank.pk, by=planner)
    client.force_login(ann)
    assert bank.name not in client.get(reverse("directory_list")).text
    assert "taken out" in client.get(bank.get_absolute_url()).text
    with pytest.raises(DomainError, match="another one"):
        execute(directory_send, directoryentry_id=bank.pk, contact_id=contact.pk, by=ann)


def test_u10_who_corrects_an_entry_brings_it_back(planner: User, bank: DirectoryEntry) -> None:
    version = execute(directory_remove, directoryentry_id=bank.pk, by=planner).version
    execute(directory_edit, directoryentry_id=bank.pk, version=version, facts={}, by=planner)
    assert list(DirectoryEntry.objects.for_list()) == [bank]


def test_u10_the_message_says_what_is_known_and_no_more(bank: DirectoryEntry) -> None:
    assert message_text(bank) == "建设银行涂门街支行\nTelephone: 0595-22282195"
    assert phone_message("", "a b&c").endswith("body=a%20b%26c")
