"""No address holds what somebody typed: not a name, not a telephone number (L1, docs/adr/096)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_plus

import django_filters
import pytest
from django.urls import reverse

from core.addresses import is_typed
from tests.house.addresses import Address, address_of, list_pages
from tests.house.conftest import Browsers
from tests.house.html import Reader, Tag
from tests.house.permission_table import GET, ROWS, reader_of, sees
from tests.house.subjects import Pair

pytestmark = pytest.mark.once
SCRIPTS = [path for path in Path("static").glob("*/*.js") if path.parent.name != "vendor"]
LISTS = [address for address in list_pages() if not address.arguments]
SHOWN = [name for name, row in ROWS.items() if GET in row.methods.split()]
TYPED = "陈某人 13800138000"
# Inputs in which nobody writes a name or a whole telephone number.
CHOSEN = frozenset({"hidden", "checkbox", "radio", "date", "month", "number", "submit", "button"})


def faults_of(page: Reader) -> Iterator[str]:
    """Elements of a page that would put what is typed into an address."""
    for tag in page.tags:
        form = next((one for one in tag.around if one.name == "form"), None)
        if _is_typed_into(tag):
            if form is not None and form.attrs.get("method", "get").lower() != "post":
                yield f"{form} sends {tag} in its address"
            # htmx takes along the element's own value, or those of the form it is.
            if any("hx-get" in one.attrs for one in (tag, form) if one is not None):
                yield f"{tag} is sent in an address"
        if "hx-get" in tag.attrs and any("hx-include" in one.attrs for one in (tag, *tag.around)):
            yield f"{tag} sends more than its address says"
        if tag.attrs.get("formmethod", "post").lower() != "post":
            yield f"{tag} sends its form in an address"


def _is_typed_into(tag: Tag) -> bool:
    if not tag.attrs.get("name"):
        return False
    typed = tag.name == "input" and tag.attrs.get("type", "text") not in CHOSEN
    return typed or tag.name == "textarea"


@pytest.mark.parametrize("name", SHOWN)
def test_l1_no_form_sends_what_is_typed_in_an_address(
    name: str, found: dict[str, Pair], browsers: Browsers
) -> None:
    username, kinds = reader_of(name), ROWS[name].subjects
    client = browsers(username)
    for kind in [kind for kind in kinds if sees(username, kind)] or [""]:
        answer: Any = client.get(address_of(name, found[kind].anns if kind else None))
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            faults = list(faults_of(Reader(answer.text)))
            assert not faults, "\n".join(faults)


INPUT = '<input type="search" name="q">'


@pytest.mark.parametrize(
    "html",
    [
        f"<form>{INPUT}</form>",
        f'<form method="GET">{INPUT}</form>',
        '<form method="get"><textarea name="why"></textarea></form>',
        '<form method="get"><input name="mobile"></form>',
        f'<form method="post" hx-get="/x">{INPUT}</form>',
        '<input type="tel" name="q" hx-get="/x">',
        '<button hx-get="/x" hx-include="#q">x</button>',
        '<div hx-include="#q"><button hx-get="/x">x</button></div>',
        f'<form method="post">{INPUT}<button formmethod="get">x</button></form>',
    ],
)
def test_each_such_form_would_be_found(html: str) -> None:
    assert len(list(faults_of(Reader(html)))) == 1


@pytest.mark.parametrize(
    "html",
    [
        f'<form method="post" hx-post="/x">{INPUT}</form>',
        '<form method="get"><input type="date" name="day"><select name="plan"></select></form>',
        f'<div hx-get="/x"><form method="post" hx-post="/x">{INPUT}</form></div>',
    ],
)
def test_other_forms_are_left_alone(html: str) -> None:
    assert list(faults_of(Reader(html))) == []


def test_l1_no_script_builds_an_address_of_what_is_typed() -> None:
    built = re.compile(r"encodeURI|URLSearchParams|[?&]\w+=\$\{")
    found = {path.name: built.findall(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert SCRIPTS
    assert not {name: parts for name, parts in found.items() if parts}


# --- lists, whose filters stay in the address ---------------------------------------------------


def _texts(address: Address) -> list[str]:
    """The list's filters into which one types."""
    filters = address.view.filterset_class.base_filters
    return [name for name, one in filters.items() if isinstance(one, django_filters.CharFilter)]


@pytest.mark.parametrize("address", LISTS, ids=lambda address: address.name)
def test_l1_a_typed_filter_is_called_so(address: Address) -> None:
    assert all(is_typed(name) for name in _texts(address))


@pytest.mark.parametrize("address", LISTS, ids=lambda address: address.name)
def test_l1_a_list_keeps_what_is_typed_closed_in_every_address(
    address: Address, browsers: Browsers
) -> None:
    client, url = browsers(reader_of(address.name)), reverse(address.name)
    if not (typed := dict.fromkeys(_texts(address), TYPED)):
        return
    sent = client.post(url, typed)
    assert sent.status_code == 302
    assert not _told(sent.headers["Location"])
    page = client.get(sent.headers["Location"])
    assert page.context["filter"].data["q"] == TYPED
    part: Any = client.post(url, typed, headers={"HX-Request": "true"})
    pushed = part.headers["HX-Push-Url"]
    assert dict(parse_qsl(pushed.partition("?")[2])).keys() == typed.keys()
    assert not _told(pushed)
    for answer in (page, part, client.get(url, typed)):
        tags = Reader(answer.text).tags
        leads = [str(tag) for tag in tags if any(_told(tag.attrs.get(name, "")) for name in LEADS)]
        assert not leads, "\n".join(leads)


LEADS = ("href", "action", "formaction", "hx-get", "hx-post", "hx-push-url")


def _told(url: str) -> bool:
    """Whether an address says anything of what was typed."""
    plain = unquote_plus(unquote_plus(url))
    return any(word in plain or quote(word) in plain for word in TYPED.split())
