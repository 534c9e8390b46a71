"""U9: price lists from files; what somebody has is never re-priced."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from core.importing.reading import look
from core.importing.services import Origin, import_confirm, import_undo, import_upload
from core.models import AuditRecord, ImportBatch
from pricing.models import Home

pytestmark = pytest.mark.django_db
LIST = "楼栋,房号,建筑面积(㎡),单价,总价,状态\n3,1202,130,3400,,可售\n3,1203,98.5,,334900,\n"


def upload(text: str, by: User) -> ImportBatch:
    received = look(SimpleUploadedFile("list.csv", text.encode("gbk", "replace")))
    return import_upload(kind="homes", received=received, origin=Origin(), by=by)


def bring(text: str, by: User) -> ImportBatch:
    batch = upload(text, by)
    return import_confirm(batch_id=batch.pk, leave_out=False, by=by)


def test_p1_either_price_gives_the_other(manager: User) -> None:
    bring(LIST, manager)
    homes = Home.objects.order_by("number").values_list("area", "unit_price", "list_price")
    assert list(homes) == [
        (Decimal("130.00"), Decimal("3400.00"), Decimal("442000.00")),
        (Decimal("98.50"), Decimal("3400.00"), Decimal("334900.00")),
    ]
    assert AuditRecord.objects.filter(action="pricing.homes_added").count() == 1


def test_u9_a_new_list_changes_prices_and_can_be_taken_back(manager: User) -> None:
    bring(LIST, manager)
    assert bring(LIST, manager).unchanged == 2
    batch = upload(LIST.replace("3400", "3500"), manager)
    assert batch.rows.get(outcome="updated").changes == [
        ["unit_price", "3400.00", "3500"],
        ["list_price", "442000.00", "455000.00"],
    ]
    batch = import_confirm(batch_id=batch.pk, leave_out=False, by=manager)
    assert Home.objects.get(number="1202").list_price == Decimal("455000.00")
    import_undo(batch_id=batch.pk, leave_out=False, by=manager)
    assert Home.objects.get(number="1202").list_price == Decimal("442000.00")


def test_u9_a_home_that_somebody_has_is_never_repriced(manager: User) -> None:
    bring(LIST, manager)
    Home.objects.filter(number="1202").update(state="sold")
    batch = upload(LIST.replace("3400", "3500"), manager)
    assert batch.rows.get(bad=True).errors[0][0] == "list_price"
    assert upload(LIST, manager).rows_bad == 0


def test_u9_a_list_is_not_written_over_a_home_sold_meanwhile(manager: User) -> None:
    bring(LIST, manager)
    batch = upload(LIST.replace("3400", "3500"), manager)
    Home.objects.filter(number="1202").update(state="reserved")
    with pytest.raises(Exception, match="reserved or sold"):
        import_confirm(batch_id=batch.pk, leave_out=False, by=manager)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("3,1,0,3400,,", "area"),
        ("3,1,90,,,", "list_price"),
        ("3,1,90,3000,999999,", "list_price"),
        ("3,1,90,3000,,已售", "status"),
        ("3,1,90,3000,,perhaps", "status"),
        ("3,1,90.123,3000,,", "area"),
    ],
)
def test_u9_bad_homes_are_named(manager: User, row: str, field: str) -> None:
    batch = upload(f"楼栋,房号,面积,单价,总价,状态\n{row}\n", manager)
    assert batch.rows.get(bad=True).errors[0][0] == field


def test_u9_only_a_manager_brings_a_price_list(ann: User) -> None:
    with pytest.raises(Exception, match="may not import"):
        upload(LIST, ann)
