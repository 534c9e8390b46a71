"""The check of translations reads catalogues as they are."""

import shutil
from pathlib import Path

import pytest

from tools import check_translations, messages

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "done"
msgstr "完成"

msgid ""
"two\\n"
"lines"
msgstr ""

#, fuzzy
msgctxt "of money"
msgid "sum"
msgstr "和"
"""

pytestmark = pytest.mark.skipif(
    not shutil.which("msgattrib"), reason="gettext is missing (apt install gettext)"
)


@pytest.fixture
def po(tmp_path: Path) -> Path:
    path = tmp_path / "django.po"
    path.write_text(PO, encoding="utf-8")
    return path


def test_strings_of_several_lines_and_with_context_are_found(po: Path) -> None:
    assert check_translations.entries(po, "--untranslated") == [r"two\n lines"]
    assert check_translations.entries(po, "--only-fuzzy") == ["of money sum"]


def test_a_compiled_file_is_stale_only_when_it_says_something_else(po: Path) -> None:
    assert messages.is_stale(po)
    messages.compiled(po, po.with_suffix(".mo"))
    assert not messages.is_stale(po)
    po.write_text(PO.replace("完成", "好了"), encoding="utf-8")
    assert messages.is_stale(po)


@pytest.mark.parametrize("text", ["好,对", "真的?", "判客(申诉人)", "裁定:对"])
def test_signs_of_latin_width_are_found(po: Path, text: str) -> None:
    po.write_text(PO.replace("完成", text), encoding="utf-8")
    assert len(check_translations.narrow(po)) == 1


@pytest.mark.parametrize("text", ["好，对", "08:30–17:30", "1,000 元", "甲 (A)", "%(n)s，对"])
def test_signs_as_they_should_be_are_not(po: Path, text: str) -> None:
    po.write_text(PO.replace("完成", text), encoding="utf-8")
    assert check_translations.narrow(po) == []
