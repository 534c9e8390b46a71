"""Whatever is typed into any form: a sentence, what was typed, nothing written, never a fault."""

import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.pages import FormPage
from tests.house.addresses import address_of, addresses
from tests.house.conftest import Browsers
from tests.house.extras import People, picture
from tests.house.good_input import GOOD
from tests.house.html import Reader, filled_in
from tests.house.permission_table import ROWS, reader_of
from tests.house.subjects import Pair
from tests.house.writes import undone

FORMS = {
    address.name: address.view
    for address in addresses()
    if isinstance(address.view, type) and issubclass(address.view, FormPage)
}
every_form = pytest.mark.parametrize("name", sorted(FORMS))
TYPED = {
    "a word": "abc",
    "300 characters": "字" * 300,
    "a NUL byte": "a\0b",
    "an emoji": "🏠",
    "below zero": "-1",
    "far too large": "1" + "0" * 30,
    "no number": "NaN",
    "no such day": "2008-13-40",
    "the first day of all": "0001-01-01",
    "the last day of all": "9999-12-31",
}
ANSWERS = {200, 302, 409, 422}
# Shown on the page it came from, not led on: the number or the codes stand there once.
SHOWN_AT_ONCE = {"person_add", "person_password", "person_return"}
# Forms whose service may be worked twice, and why.
REPEATABLE = {
    "password_change": "the second finds another password",
    "second_factor_verify": "a code is good once",
    "second_factor_setup": "the key is gone from the session",
    "second_factor_remove": "nothing is left to remove",
    "backup_codes": "new codes each time",
    "contact_reveal": "each time is recorded (L1)",
    "import_stop": "what has stopped is not stopped again",
    "sealed_show": "each time is recorded (L1)",
    "subject_report": "each time is recorded (L1)",
    "visit_edit": "the version is checked",
    "visit_autosave": "the version is checked",
    "voucher_print": "each print is recorded (R6)",
    "voucher_batch": "each print is recorded (R6)",
}
# Forms whose record nobody sees afterwards.
GONE = {"unit_file_remove", "visit_discard", "saved_view_delete", "tie_remove"}
# Forms that cannot go through here, and where they are tried.
NEEDS_MORE = {
    "reward_agree": "a year of 10,000 yuan (tests/rewards/test_holds.py)",
    "gift_agree": "a year of 10,000 yuan (tests/rewards/test_gifts.py)",
}


@dataclass
class Desk:
    """One person in front of one form, filled in so that it would go through."""

    client: Client
    url: str
    typed: dict[str, Any]

    def send(self, **changes: Any) -> Any:
        """The answer to the form with these changes; a fault shows where it happened."""
        sent = {**self.typed, **changes}
        for upload in _uploads(sent):
            upload.seek(0)
        answer: Any = self.client.post(self.url, sent)
        if answer.status_code >= 500:
            raise answer.exc_info[1]
        return answer


def _uploads(sent: dict[str, Any]) -> Iterator[Any]:
    for value in sent.values():
        yield from (one for one in _several(value) if hasattr(one, "seek"))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def desk(name: str, people: People, found: dict[str, Pair], browsers: Browsers) -> Desk:
    """The form as somebody who may has opened and filled it."""
    good, kinds = GOOD[name], ROWS[name].subjects
    client = browsers(good.by or reader_of(name))
    key = good.about(people, found) if good.about else None
    if kinds and key is None:
        key = found[kinds[0]].anns
    url = address_of(name, key)
    opened = client.get(url, follow=True)
    shown = filled_in(Reader(opened.text)) if opened.status_code == 200 else {}
    typed = good.typed(people) if callable(good.typed) else good.typed
    return Desk(client, url, {"form_key": str(uuid.uuid4()), **shown, **typed})


def test_every_form_has_good_input_and_nothing_else_has() -> None:
    assert set(GOOD) == set(FORMS)
    once = {name for name, view in FORMS.items() if not view.once}
    assert once == set(REPEATABLE)


@every_form
def test_an_empty_form_is_refused_or_asks_for_nothing(
    name: str, people: People, found: dict[str, Pair], browsers: Browsers
) -> None:
    with undone():
        at = desk(name, people, found, browsers)
        with undone() as writes:
            answer = at.client.post(at.url)
            assert answer.status_code in ANSWERS
            assert answer.status_code in (200, 302) or not writes.kept


@every_form
def test_nonsense_is_refused_with_what_was_typed_and_never_a_fault(
    name: str, people: People, found: dict[str, Pair], browsers: Browsers
) -> None:
    with undone():
        at = desk(name, people, found, browsers)
        for nonsense in TYPED.values():
            for fields in _taken_everywhere(at, nonsense):
                _refused_or_taken(at, dict.fromkeys(fields, nonsense))


def _taken_everywhere(at: Desk, nonsense: str) -> list[list[str]]:
    """The fields that took the nonsense when it stood in all of them, to be tried again.

    Days, numbers and choices one by one, so that none hides behind another; plain text together.
    """
    texts = [n for n, value in at.typed.items() if n != "form_key" and not _is_file(value)]
    answer = _refused_or_taken(at, dict.fromkeys(texts, nonsense))
    form = (answer.context or {}).get("form") if answer.status_code == 422 else None
    if form is None:
        return []
    taken = {n: f for n, f in form.fields.items() if n in texts and n not in form.errors}
    plain = [n for n, f in taken.items() if type(f) is forms.CharField]
    return [plain, *([n] for n in taken if n not in plain)]


def _is_file(value: Any) -> bool:
    return any(hasattr(one, "seek") for one in _several(value))


def _refused_or_taken(at: Desk, changes: dict[str, str]) -> Any:
    with undone() as writes:
        answer = at.send(**changes)
        assert answer.status_code in ANSWERS, (at.url, changes)
        if answer.status_code in (409, 422):
            assert not writes.kept, (at.url, changes)
    if answer.status_code == 422:
        for name, value in changes.items():
            if _is_typed(answer.context["form"], name):
                assert escape(value) in answer.text, f"{name} of {at.url} is lost: {value!r}"
    return answer


def _is_typed(form: forms.BaseForm, name: str) -> bool:
    """Whether the field is one whose text a refused page shows again."""
    if name not in form.fields:
        return False
    widget = form.fields[name].widget
    typed = isinstance(widget, forms.Textarea | forms.TextInput)
    return typed and not isinstance(widget, forms.PasswordInput | forms.HiddenInput)


@every_form
def test_a_form_sent_twice_has_one_effect(
    name: str, people: People, found: dict[str, Pair], browsers: Browsers
) -> None:
    with undone():
        at = desk(name, people, found, browsers)
        first = at.send()
        if name in NEEDS_MORE:
            assert first.status_code == 422
            return
        if name in REPEATABLE:
            assert first.status_code in ANSWERS
            return
        assert first.status_code == (200 if name in SHOWN_AT_ONCE else 302), _why(first)
        with undone() as writes:
            second = at.send()
            assert writes.kept == []
        if name in GONE:
            assert second.status_code == 404
        else:
            assert second.status_code == first.status_code, _why(second)
            assert second.headers.get("Location") == first.headers.get("Location")


def _why(answer: Any) -> Any:
    form = (answer.context or {}).get("form")
    return form.errors if form is not None else answer.status_code


BIG = 20 * 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("visit_photo_add", "photos"),
        ("unit_file_add", "uploads"),
        ("acknowledgement_add", "upload"),
    ],
)
@pytest.mark.parametrize(
    ("file", "data", "sentence"),
    [
        ("big.jpg", b"\xff\xd8\xff" + b"0" * BIG, "10 MB"),
        ("drawing.svg", SVG, "JPEG"),
        ("drawing.png", SVG, "JPEG"),
        ("half.png", b"", "empty"),
        ("cut.png", picture().read()[:60], "damaged"),
    ],
    ids=["20 MB", "SVG", "SVG as PNG", "empty", "cut off"],
)
def test_a_file_that_will_not_do_is_refused_with_a_sentence(
    name: str, field: str, file: str, data: bytes, sentence: str,
    people: People, found: dict[str, Pair], browsers: Browsers,
) -> None:  # fmt: skip
    at = desk(name, people, found, browsers)
    with undone() as writes:
        answer = at.send(**{field: [SimpleUploadedFile(file, data)]})
        assert answer.status_code == 422
        assert sentence in str(answer.context["form"].errors[field])
        assert not writes.kept


# Addresses that read what was typed from the address or from a lone field.
ASKED = {
    "today": ("page",),
    "approval_list": ("tab",),
    "inbox": ("before",),
    "visit_new": ("unit",),
    "home_quote": ("unit", "group_met"),
    "purchase_add": ("home", "contact"),
    "customer_register": ("unit",),
    "unit_add": ("q",),
    "unit_detail": ("kind",),
    "contact_detail": ("kind",),
    "ranking": ("day", "until"),
    "sign_in": ("next", "ended"),
    "password_change": ("next",),
}
# What has to be right beside it, so that the nonsense is read at all.
BESIDE = {"ranking": {"span": "month"}, "home_quote": {"plan": "one_time"}}


@pytest.mark.parametrize("name", ASKED)
def test_nonsense_in_an_address_is_never_a_fault(
    name: str, found: dict[str, Pair], browsers: Browsers
) -> None:
    kinds = ROWS[name].subjects
    client = browsers(reader_of(name))
    url = address_of(name, found[kinds[0]].anns if kinds else None)
    for nonsense in (*TYPED.values(), "//elsewhere.example", "[]", "٣"):
        for asked in (dict.fromkeys(ASKED[name], nonsense), {ASKED[name][0]: nonsense}):
            answer: Any = client.get(url, {**asked, **BESIDE.get(name, {})})
            if answer.status_code >= 500:
                raise answer.exc_info[1]
            assert answer.status_code in (200, 302, 404)
            assert "elsewhere" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("nonsense", TYPED.values(), ids=TYPED)
def test_nonsense_in_a_lone_field_is_never_a_fault(nonsense: str, browsers: Browsers) -> None:
    ann = browsers("ann")
    assert ann.post(reverse("customer_known"), {"mobile": nonsense}).status_code == 200
    for name in ("unit_search", "home_search", "buyer_search", "visit_new"):
        assert ann.post(reverse(name), {"q": nonsense}).status_code == 200
    for name in ("unit_same", "unit_taken"):
        for field in ("name", "telephone", "latitude"):
            typed = {field: nonsense, "longitude": nonsense}
            assert ann.post(reverse(name), typed).status_code == 200
    for name in ("theme_set", "language_set"):
        field = name.removesuffix("_set")
        assert ann.post(reverse(name), {field: nonsense}).status_code == 400
        back = ann.post(
            reverse(name), {field: {"theme": "dark"}.get(field, "en"), "next": nonsense}
        )
        assert back.status_code == 302
    nobody = browsers("")
    given = {"username": nonsense, "password": nonsense}
    assert nobody.post(reverse("sign_in"), given).status_code == 200


def test_a_page_of_another_teams_unit_is_not_there(
    found: dict[str, Pair], browsers: Browsers
) -> None:
    answer = browsers("ann").get(reverse("unit_detail", args=[found["unit"].cais]))
    assert answer.status_code == 404
    assert "石狮" not in answer.text


def test_the_photo_of_a_test_is_one() -> None:
    assert io.BytesIO(picture().read()).read(4) == b"\x89PNG"
