"""The paper: its text, its number, copies, rare characters, the address in its QR code (R6)."""

from typing import Any

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from core import pdf
from core.errors import DomainError
from rewards import paper
from rewards.models import VoucherPrint
from rewards.services import voucher_print, voucher_void, vouchers_print
from tests.rewards.factories import Scene

RARE = "玥堃璟喆䶮"


def check_url(token: str) -> str:
    return f"https://tuoke.example/vouchers/check/{token}/"


def words(data: bytes) -> list[str]:
    """The text of each page, without blanks."""
    document = pypdfium2.PdfDocument(data)
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def printed(*prints: VoucherPrint, language: str = "zh-hans") -> list[str]:
    with override(language):
        return words(pdf.pdf(paper.page(prints, check_url), style=paper.STYLE))


@pytest.mark.pdf
@pytest.mark.django_db
def test_r6_what_stands_on_the_paper(scene: Scene) -> None:
    scene.contact.name = f"王{RARE}"
    scene.contact.save()
    voucher = scene.verified()
    [text] = printed(voucher_print(voucher_id=voucher.pk, by=scene.cast.fin1))
    line = voucher.snapshot["lines"][0]
    for part in (
        voucher.number,
        "奖励领款单",
        "人民币壹仟元整",
        "1,000.00",
        "40.00",
        "人民币玖佰陆拾元整",
        "960.00",
        f"王{RARE}",
        "温州商会",
        line["home"],
        line["contract_no"],
        "领款人签字",
        "现金",
        "劳务报酬",
        "110***********002X",
    ):
        assert part in text, (part, text)
    assert "副本" not in text
    assert "Vouchernumber" not in text


@pytest.mark.pdf
@pytest.mark.django_db
def test_r6_for_an_english_reader_both_languages(scene: Scene) -> None:
    [text] = printed(
        voucher_print(voucher_id=scene.verified().pk, by=scene.cast.fin1), language="en"
    )
    assert "编号Vouchernumber" in text
    assert "人民币壹仟元整" in text


@pytest.mark.pdf
@pytest.mark.django_db
def test_r6_a_reprint_says_copy_and_is_logged(scene: Scene) -> None:
    voucher = scene.verified()
    prints = [voucher_print(voucher_id=voucher.pk, by=scene.cast.fin1) for _ in range(3)]
    assert [row.copy for row in prints] == [0, 1, 2]
    original, copy, _ = (printed(row)[0] for row in prints)
    assert "副本COPY" not in original
    assert "副本COPY1" in copy


@pytest.mark.pdf
@pytest.mark.django_db
def test_r6_a_batch_is_one_document(scene: Scene) -> None:
    vouchers = [scene.verified(scene.payable()) for _ in range(3)]
    prints = vouchers_print(voucher_ids=[row.pk for row in vouchers], by=scene.cast.fin1)
    texts = printed(*prints)
    assert len(texts) == 3
    assert all(voucher.number in text for voucher, text in zip(vouchers, texts, strict=True))


@pytest.mark.django_db
def test_r6_a_void_voucher_is_not_printed(scene: Scene) -> None:
    voucher = scene.verified()
    voucher_void(voucher_id=voucher.pk, why="Wrong account", by=scene.cast.fin1)
    with pytest.raises(DomainError):
        voucher_print(voucher_id=voucher.pk, by=scene.cast.fin1)


@pytest.mark.django_db
def test_r6_the_paper_is_printed_from_the_snapshot(scene: Scene) -> None:
    voucher = scene.verified()
    scene.unit.name = "改名商会"
    scene.unit.save()
    row = voucher_print(voucher_id=voucher.pk, by=scene.cast.fin1)
    html = paper.page([VoucherPrint.objects.get(pk=row.pk)], check_url)
    assert "温州商会" in html
    assert "改名商会" not in html
    assert "data:image/svg+xml" in html


@pytest.mark.django_db
def test_l3_prints_and_payments_only_grow(scene: Scene) -> None:
    voucher = scene.paid()
    voucher_print(voucher_id=voucher.pk, by=scene.cast.fin1)
    for rows in (VoucherPrint.objects.all(), voucher.payments.all()):
        for change in (rows.delete, lambda rows=rows: rows.update(by=scene.cast.ann)):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()


@pytest.mark.pdf
@pytest.mark.parametrize("sign", list(RARE))
def test_rare_characters_have_a_glyph(sign: str) -> None:
    assert sign in words(pdf.pdf(f"<p>{sign}</p>", style=paper.STYLE))[0]


@pytest.mark.pdf
def test_a_character_of_no_font_is_an_error() -> None:
    with pytest.raises(DomainError):
        pdf.pdf("<p>\U0010fffd</p>", style=paper.STYLE)


@pytest.mark.pdf
@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/x"])
def test_the_paper_fetches_nothing(address: str, caplog: Any) -> None:
    pdf.pdf(f'<img src="{address}"><p>x</p>', style=paper.STYLE)
    assert "Failed to load" in caplog.text
