"""Identity numbers at rest, and the look at one (L1)."""

import base64

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from accounts.models import Project, User
from core import crypto
from core.errors import DomainError
from core.identity_reveal import reveal
from core.models import AuditRecord, Reveal

NUMBER = "11010519491231002X"
PLACE = "units.contact:17:id_number"
KEY1 = base64.b64encode(b"1" * 32).decode()
KEY2 = base64.b64encode(b"2" * 32).decode()


@pytest.mark.parametrize("plain", [NUMBER, "", "0", "玥堃", "x" * 5000])
def test_l1_what_is_encrypted_comes_back(plain: str) -> None:
    assert crypto.decrypt(crypto.encrypt(plain, context=PLACE), context=PLACE) == plain


def test_l1_the_number_cannot_be_seen_and_no_two_look_alike() -> None:
    first, second = (crypto.encrypt(NUMBER, context=PLACE) for _ in range(2))
    assert NUMBER not in first
    assert first != second


@pytest.mark.parametrize("context", ["units.contact:18:id_number", "units.contact:17:account", ""])
def test_l1_a_copy_in_another_place_does_not_open(context: str) -> None:
    stored = crypto.encrypt(NUMBER, context=PLACE)
    with pytest.raises(crypto.Undecipherable):
        crypto.decrypt(stored, context=context)


@pytest.mark.parametrize("stored", ["", NUMBER, "k1:", "k1:***", "k9:AAAA", f"k1:{KEY1}"])
def test_l1_nonsense_does_not_open_and_is_not_repeated(stored: str) -> None:
    with pytest.raises(crypto.Undecipherable) as caught:
        crypto.decrypt(stored, context=PLACE)
    assert NUMBER not in str(caught.value)


def test_l1_every_changed_byte_is_noticed() -> None:
    key_id, _, text = crypto.encrypt("7", context=PLACE).partition(":")
    sealed = base64.b64decode(text)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(crypto.Undecipherable):
            crypto.decrypt(f"{key_id}:{base64.b64encode(changed).decode()}", context=PLACE)


def test_l1_keys_rotate(settings: Settings) -> None:
    settings.FIELD_KEYS = [f"a:{KEY1}"]
    old = crypto.encrypt(NUMBER, context=PLACE)
    settings.FIELD_KEYS = [f"b:{KEY2}", f"a:{KEY1}"]
    new = crypto.reencrypt(old, context=PLACE)
    assert (old[:2], new[:2]) == ("a:", "b:")
    assert crypto.reencrypt(new, context=PLACE) == new
    settings.FIELD_KEYS = [f"b:{KEY2}"]
    assert crypto.decrypt(new, context=PLACE) == NUMBER
    with pytest.raises(crypto.Undecipherable):
        crypto.decrypt(old, context=PLACE)


def test_l1_the_look_up_hash_outlives_rotation_and_needs_its_key(settings: Settings) -> None:
    before = crypto.lookup_hash(NUMBER)
    settings.FIELD_KEYS = [f"b:{KEY2}"]
    assert crypto.lookup_hash(NUMBER) == before
    assert crypto.lookup_hash(NUMBER + " ") != before
    settings.LOOKUP_KEY = KEY1
    assert crypto.lookup_hash(NUMBER) != before


@pytest.mark.parametrize(
    ("keys", "lookup", "expected"),
    [
        ([f"a:{KEY1}"], KEY2, []),
        ([], KEY2, ["core.E001"]),
        ([""], KEY2, ["core.E001"]),
        (["a:short"], KEY2, ["core.E002"]),
        ([KEY1], KEY2, ["core.E002"]),
        ([f"a b:{KEY1}"], KEY2, ["core.E002"]),
        ([f"a:{KEY1}", f"a:{KEY2}"], KEY1[:-1], ["core.E003", "core.E004"]),
        ([f"a:{KEY1}"], KEY1, ["core.E005"]),
    ],
)
def test_l1_malformed_keys_are_found_at_start(
    settings: Settings, keys: list[str], lookup: str, expected: list[str]
) -> None:
    settings.FIELD_KEYS, settings.LOOKUP_KEY = keys, lookup
    errors = run_checks(tags=["core"])
    assert sorted(str(error.id) for error in errors) == expected
    assert all(error.hint for error in errors)
    assert not any(KEY1 in f"{error.msg}{error.hint}" for error in errors)


@pytest.mark.parametrize("reason", ["", "    ", "why", "a   b"])
def test_l1_no_look_without_a_reason(fin1: User, project: Project, reason: str) -> None:
    with pytest.raises(DomainError) as caught:
        reveal(subject=project, field="id_number", stored="", context="", reason=reason, by=fin1)
    assert caught.value.field == "reason"
    assert not Reveal.objects.exists()


def test_l1_a_look_is_on_record_before_it_happens(fin1: User, project: Project) -> None:
    stored = crypto.encrypt(NUMBER, context=PLACE)
    plain = reveal(
        subject=project,
        field="id_number",
        stored=stored,
        context=PLACE,
        reason="  checks the   card ",
        by=fin1,
    )
    look, link = Reveal.objects.get(), AuditRecord.objects.get(action="core.reveal")
    assert plain == NUMBER
    assert (look.subject_type, look.subject_id, look.field) == (
        "accounts.project",
        project.pk,
        "id_number",
    )
    assert (look.by, look.reason) == (fin1, "checks the card")
    assert link.data == {"field": "id_number", "reveal": look.pk}


def test_l1_a_value_that_cannot_be_read_is_a_sentence(fin1: User, project: Project) -> None:
    with pytest.raises(DomainError, match="cannot be read"):
        reveal(subject=project, field="f", stored="k1:AA", context="", reason="because", by=fin1)
