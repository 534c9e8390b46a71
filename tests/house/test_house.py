"""What holds for the whole house: migrations, pages and their rights, HTML, no other host."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.forms import RadioSelect
from django.test import Client
from django.urls import reverse

from core import abilities
from core.pages import DetailPage, FormPage, ListPage, Page
from tests.house.addresses import NO_PAGE, Address, address_of, addresses
from tests.house.conftest import Browsers
from tests.house.html import Reader, Tag
from tests.house.permission_table import ALL, GET, POST, ROWS, reader_of, sees
from tests.house.subjects import Pair

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [
    address
    for address in addresses()
    if isinstance(address.view, type) and issubclass(address.view, Page)
]
SHOWN = [name for name, row in ROWS.items() if GET in row.methods.split()]
# They answer a part of a page, JSON, a file, or only a redirect.
# A model without `visible_to`, and what the page asks instead.
ASKS_OTHERWISE = {
    "file_open": "the record the file belongs to",
}
# Rows a view fetches without `visible_to`, and why nobody sees by it what is not theirs.
FETCHED = {
    "AccessAttempt.filter": "how long the lock of the one who signs in still holds",
    "AuditHead.first": "a number and a hash",
    "Contact.filter": "those with a number, of the person's projects (contact_reveal)",
    "PersonRequest.live": "those about a person one has fetched so (subject_report)",
    "VisitReport.drafts": "one's own",
    "Voucher.filter": "whoever holds the paper knows its token (R6)",
}
ELSEWHERE = re.compile(r"^\s*(https?:)?//|^\s*javascript:", re.IGNORECASE)
MAPS = {"uri.amap.com", "api.map.baidu.com", "apis.map.qq.com"}
LEADS = ("src", "href", "action", "srcset", "poster", "data", "formaction", "hx-get", "hx-post")


# --- code ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.name)
def test_a_page_names_a_registered_ability_or_is_everybodys(address: Address) -> None:
    ability = address.view.permission
    if ability is None:
        named = {"import_add", "import_example", "bulk_start"}
        assert ROWS[address.name].roles == ALL or address.name in named
    else:
        assert abilities.known(ability)
        assert {role for role in ALL if abilities.holds(role, ability)} == ROWS[address.name].roles


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.name)
def test_a_page_about_rows_has_a_model_that_says_who_sees_them(address: Address) -> None:
    model = address.view.model
    if issubclass(address.view, ListPage | DetailPage):
        assert model is not None
    says = model is None or hasattr(model.objects, "visible_to")
    assert says != (address.name in ASKS_OTHERWISE)


RADIOS = {
    f"{address.view.__name__}.{name}": field
    for address in PAGES
    if issubclass(address.view, FormPage) and hasattr(address.view, "form_class")
    for name, field in getattr(address.view.form_class, "base_fields", {}).items()
    if isinstance(field.widget, RadioSelect) and field.required
}


@pytest.mark.parametrize("name", RADIOS)
def test_a_choice_that_has_to_be_made_offers_no_dashes(name: str) -> None:
    assert "" not in dict(RADIOS[name].choices)


def test_views_fetch_rows_through_visible_to() -> None:
    found = {name for path in ROOT.glob("*/**/views/*.py") for name in _fetched(path)}
    found |= {name for path in ROOT.glob("*/**/views.py") for name in _fetched(path)}
    assert found == set(FETCHED)


def _fetched(path: Path) -> Iterator[str]:
    """`Model.method` for each use of a manager other than `visible_to`."""
    if ".venv" in path.parts or "node_modules" in path.parts:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr != "visible_to":
            manager = node.value
            if isinstance(manager, ast.Attribute) and manager.attr == "objects":
                model = ast.unparse(manager.value)
                if model not in ("model", "self.model"):
                    yield f"{model}.{node.attr}"


# --- templates ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_is_short_and_has_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 150
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text, re.IGNORECASE)
    scripts = re.findall(r"<script\b[^>]*>", text)
    assert all("src=" in tag or "application/json" in tag for tag in scripts), scripts


def test_our_styles_and_scripts_name_no_other_host() -> None:
    for path in (ROOT / "static" / "tuoke").rglob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|url\(['\"]?//", text), path


# --- pages as they are answered -------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", [name for name in SHOWN if name not in NO_PAGE])
def test_a_page_is_whole_labelled_and_asks_no_other_host(
    name: str, language: str, found: dict[str, Pair], browsers: Browsers
) -> None:
    username, kinds = reader_of(name), ROWS[name].subjects
    client = browsers(username)
    client.post(reverse("language_set"), {"language": language})
    for kind in [kind for kind in kinds if sees(username, kind)] or [""]:
        answer = client.get(address_of(name, found[kind].anns if kind else None))
        if answer.status_code == 302 and kind != kinds[0]:
            continue  # a filed report is shown, not edited
        assert answer.status_code == 200
        faults = list(faults_of(answer.text, language))
        assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", sorted(NO_PAGE))
def test_what_is_no_page_is_none(name: str, found: dict[str, Pair], browsers: Browsers) -> None:
    kinds = ROWS[name].subjects
    answer: Any = browsers(reader_of(name)).get(
        address_of(name, found[kinds[0]].anns if kinds else None)
    )
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"<html" not in body


def _forms() -> list[str]:
    return [
        address.name
        for address in PAGES
        if issubclass(address.view, FormPage) and POST in ROWS[address.name].methods.split()
    ]


@pytest.mark.parametrize("name", _forms())
def test_a_refused_form_is_a_whole_page_that_says_why(
    name: str, found: dict[str, Pair], browsers: Browsers
) -> None:
    kinds = ROWS[name].subjects
    client = browsers(reader_of(name))
    answer = client.post(address_of(name, found[kinds[0]].anns if kinds else None))
    if answer.status_code == 422:
        faults = list(faults_of(answer.text, "en"))
        assert not faults, "\n".join(faults)
        said = [tag for tag in Reader(answer.text).tags if tag.attrs.get("role") == "alert"]
        sentences = [tag.text for tag in said if "Nothing was saved yet." in tag.text]
        assert any(len(text) > len("Nothing was saved yet.") + 10 for text in sentences)


def test_refusals_are_whole_pages(browsers: Browsers) -> None:
    ann = browsers("ann")
    for url, status in ((reverse("audit_check"), 403), (reverse("unit_detail", args=[0]), 404)):
        answer = ann.get(url)
        assert answer.status_code == status
        assert not list(faults_of(answer.text, "en"))


def test_the_sign_in_is_a_whole_page(browsers: Browsers) -> None:
    client: Client = browsers("")
    assert not list(faults_of(client.get(reverse("sign_in")).text, "en"))


def faults_of(text: str, language: str) -> Iterator[str]:
    """What is wrong with a page."""
    page = Reader(text)
    if [tag.attrs.get("lang") for tag in page.named("html")] != [language]:
        yield "the page does not say its language"
    if not any(tag.text for tag in page.named("title") if tag.parent and tag.parent.name == "head"):
        yield "no title"
    if len(page.named("h1")) != 1:
        yield f"{len(page.named('h1'))} first headings"
    ids = [tag.attrs["id"] for tag in page.tags if "id" in tag.attrs]
    yield from (f"id {name!r} twice" for name in {name for name in ids if ids.count(name) > 1})
    for tag in page.tags:
        yield from _faults_of_tag(tag, page)


def _faults_of_tag(tag: Tag, page: Reader) -> Iterator[str]:
    if any(ELSEWHERE.match(tag.attrs.get(name, "")) for name in LEADS) and not _opens_a_map(tag):
        yield f"{tag} leads to another host"
    if any(name == "style" or name.startswith("on") for name in tag.attrs) or tag.name == "style":
        yield f"{tag} has something inline"
    if tag.name == "script" and not ("src" in tag.attrs or "json" in tag.attrs.get("type", "")):
        yield f"{tag} is inline"
    if tag.name in ("input", "select", "textarea") and not _labelled(tag, page):
        yield f"{tag} has no label"
    if tag.name == "img" and "alt" not in tag.attrs:
        yield f"{tag} has no alternative text"
    if tag.name in ("a", "button") and not _named(tag, page):
        yield f"{tag} has no name"


def _opens_a_map(tag: Tag) -> bool:
    """A link one taps to leave for a map (U10); the map does not learn from which page."""
    known = urlsplit(tag.attrs.get("href", "")).hostname in MAPS
    return tag.name == "a" and known and "noreferrer" in tag.attrs.get("rel", "")


def _labelled(tag: Tag, page: Reader) -> bool:
    if tag.attrs.get("type") in ("hidden", "submit", "button"):
        return True
    if tag.attrs.get("aria-label") or tag.attrs.get("aria-labelledby"):
        return True
    labels = [label.attrs.get("for") for label in page.named("label") if label.text]
    return tag.attrs.get("id", "-") in labels or any(one.name == "label" for one in tag.around)


def _named(tag: Tag, page: Reader) -> bool:
    own = tag.text or tag.attrs.get("aria-label") or tag.attrs.get("aria-labelledby")
    pictures = (one for one in page.named("img", "svg") if tag in one.around)
    return bool(own) or any(one.attrs.get("alt") or one.attrs.get("aria-label") for one in pictures)


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ('<html lang="en">', 'lang="fr"'),
        ("<title>T</title>", ""),
        ("<h1>H</h1>", "<h1>H</h1><h1>H</h1>"),
        ('<a href="/x">x</a>', '<a href="//elsewhere.example/x">x</a>'),
        ('<a href="/x">x</a>', '<a href="https://uri.amap.com/x">x</a>'),
        ('<a href="/x">x</a>', '<link rel="noreferrer" href="https://uri.amap.com/x">'),
        ('<a href="/x">x</a>', '<a href="/x"></a>'),
        ('<a href="/x">x</a>', '<a href="/x" onclick="go()">x</a>'),
        ('<a href="/x">x</a>', '<a href="/x" style="color: red">x</a>'),
        ('<a href="/x">x</a>', "<script>go()</script>"),
        ('<label for="a">A</label>', ""),
        ('<label for="a">A</label>', '<label for="a">A</label><b id="a"></b>'),
    ],
)
def test_each_fault_would_be_found(broken: str, fault: str) -> None:
    good = (
        '<html lang="en"><head><title>T</title></head><body><h1>H</h1><a href="/x">x</a>'
        '<form><label for="a">A</label><input id="a"></form></body></html>'
    )
    assert list(faults_of(good, "en")) == []
    assert len(list(faults_of(good.replace(broken, fault), "en"))) == 1
