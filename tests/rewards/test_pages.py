"""The pages: who sees and may what, forms that refuse, exports, cards (R, L1, L2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import registry
from core.files import attachments_of
from pricing.services import purchase_cancel
from rewards.models import Acknowledgement, Reward, Voucher, VoucherPrint
from tests.conftest import LATER
from tests.rewards import factories as make
from tests.rewards.factories import Cast, Scene, days_ago

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
BASIS = "The unit's council approved the disclosed payment in writing."


def get(client: Client, name: str, *args: Any, **query: str) -> Any:
    return client.get(reverse(name, args=args), query)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("ann", 200),
        ("bob", 200),
        ("lead", 200),
        ("manager", 200),
        ("fin1", 200),
        ("law", 404),
        ("cai", 404),
        ("admin", 403),
        ("planner", 403),
        ("director", 403),
        ("headoffice", 403),
        ("brand", 403),
    ],
)
def test_who_sees_a_reward_that_was_never_held(
    scene: Scene, as_user: SignIn, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    reward = scene.payable()
    client = as_user(request.getfixturevalue(who))
    assert get(client, "reward_detail", reward.pk).status_code == status
    if status != 403:
        found = get(client, "reward_list").content.decode()
        assert (reward.contract_no in found) == (status == 200)


def test_compliance_sees_what_is_or_was_held(scene: Scene, as_user: SignIn, law: User) -> None:
    reward = scene.reward()
    assert get(as_user(law), "reward_detail", reward.pk).status_code == 200
    scene.acknowledge()
    page = get(as_user(law), "reward_detail", reward.pk).content.decode()
    assert "page.png" in page


def test_signed_out_is_led_to_the_sign_in(scene: Scene, client: Client) -> None:
    for name, args in (("reward_list", []), ("voucher_check", ["x"]), ("tax_year", [])):
        assert client.get(reverse(name, args=args)).status_code == 302


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("reward_verify", {"fin1"}),
        ("reward_pay", {"fin1"}),
        ("reward_hold", {"fin1", "manager"}),
        ("reward_release", set()),
        ("reward_convert", set()),
        ("reward_refuse", set()),
        ("reward_agree", {"manager"}),
    ],
)
def test_who_may_do_what(
    scene: Scene, as_user: SignIn, name: str, may: set[str], request: pytest.FixtureRequest
) -> None:
    reward = scene.payable()
    for who in ("ann", "lead", "manager", "fin1", "admin"):
        answer = get(as_user(request.getfixturevalue(who)), name, reward.pk)
        assert (answer.status_code == 200) == (who in may), who


def test_buttons_fit_state_and_role(scene: Scene, as_user: SignIn, law: User) -> None:
    held = scene.reward()
    release = reverse("reward_release", args=[held.pk])
    assert release in get(as_user(law), "reward_detail", held.pk).content.decode()
    assert release not in get(as_user(scene.cast.fin1), "reward_detail", held.pk).content.decode()
    due = scene.payable()
    verify = reverse("reward_verify", args=[due.pk])
    assert verify in get(as_user(scene.cast.fin1), "reward_detail", due.pk).content.decode()
    assert verify not in get(as_user(scene.cast.ann), "reward_detail", due.pk).content.decode()


def desk(scene: Scene, **more: Any) -> dict[str, Any]:
    return {
        "id_number": make.IDENTITY,
        "work_permit_seen": "on",
        "accompanied_by": scene.cast.ann.pk,
        "method": "cash",
        **more,
    }


def test_fin1_verifies_and_fin2_pays(scene: Scene, as_user: SignIn) -> None:
    reward = scene.payable()
    fin1, fin2 = as_user(scene.cast.fin1), as_user(scene.cast.fin2)
    answer = fin1.post(reverse("reward_verify", args=[reward.pk]), desk(scene))
    voucher = Voucher.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, voucher.get_absolute_url())
    answer = fin1.post(reverse("reward_pay", args=[reward.pk]))
    assert answer.status_code == 422
    answer = fin2.post(reverse("reward_pay", args=[reward.pk]))
    assert answer["Location"] == voucher.get_absolute_url()
    again = fin2.post(reverse("reward_pay", args=[reward.pk]))
    assert again.status_code == 422
    assert voucher.number in again.content.decode()
    page = get(fin2, "voucher_detail", voucher.pk).content.decode()
    assert "960.00" in page
    assert "-40.00" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"id_number": "123"},
        {"work_permit_seen": ""},
        {"accompanied_by": "999999"},
        {"method": "barter"},
        {"method": "transfer", "account": "x"},
    ],
)
def test_a_wrong_entry_keeps_what_was_typed(
    scene: Scene, as_user: SignIn, wrong: dict[str, Any]
) -> None:
    reward = scene.payable()
    url = reverse("reward_verify", args=[reward.pk])
    answer = as_user(scene.cast.fin1).post(url, desk(scene, bank="Bank of Wenzhou", **wrong))
    assert answer.status_code == 422
    assert "Bank of Wenzhou" in answer.content.decode()
    assert not Voucher.objects.exists()


def test_the_desk_offers_the_units_team_only(scene: Scene, as_user: SignIn, cai: User) -> None:
    reward = scene.payable()
    form = get(as_user(scene.cast.fin1), "reward_verify", reward.pk).context["form"]
    assert set(form.fields["accompanied_by"].queryset) == {scene.cast.ann}


def test_compliance_releases_in_the_browser(cast: Cast, as_user: SignIn, law: User) -> None:
    reward = make.scene(cast, public=True).reward()
    url = reverse("reward_release", args=[reward.pk])
    assert as_user(law).post(url, {"basis": "no"}).status_code == 422
    assert as_user(law).post(url, {"basis": BASIS, "upload": make.paper()}).status_code == 302
    reward.refresh_from_db()
    assert reward.state == "payable"


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 302), ("bob", 302), ("manager", 302), ("cai", 404), ("fin1", 403)]
)
def test_l2_the_acknowledgement_is_filed_by_who_follows_the_unit(
    scene: Scene, as_user: SignIn, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    reward = scene.reward()
    answer = as_user(request.getfixturevalue(who)).post(
        reverse("acknowledgement_add", args=[scene.unit.pk]),
        {"signed_on": days_ago(0).isoformat(), "upload": make.paper()},
    )
    reward.refresh_from_db()
    assert answer.status_code == status
    assert (reward.state == "payable") == (status == 302)


def test_a_drawing_is_no_evidence(scene: Scene, as_user: SignIn) -> None:
    drawing = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = as_user(scene.cast.ann).post(
        reverse("acknowledgement_add", args=[scene.unit.pk]),
        {"signed_on": days_ago(0).isoformat(), "upload": drawing},
    )
    assert answer.status_code == 422
    assert not Acknowledgement.objects.exists()


def test_evidence_opens_for_who_sees_it(scene: Scene, as_user: SignIn, cai: User) -> None:
    file = attachments_of(scene.acknowledge()).get()
    url = file.get_absolute_url()
    assert as_user(scene.cast.fin1).get(url).status_code == 200
    assert as_user(cai).get(url).status_code == 404


# --- vouchers ----------------------------------------------------------------------------------


@pytest.mark.pdf
def test_r6_print_by_post_answers_a_pdf_and_is_logged(scene: Scene, as_user: SignIn) -> None:
    voucher = scene.paid()
    url = reverse("voucher_print", args=[voucher.pk])
    client = as_user(scene.cast.fin1)
    assert client.get(url).status_code == 200
    assert not VoucherPrint.objects.exists()
    answer = client.post(url)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert client.post(url, {"kind": "page"}).content.decode().count("副本 COPY 1") == 1
    assert list(VoucherPrint.objects.values_list("copy", flat=True)) == [0, 1]


@pytest.mark.pdf
def test_r6_a_days_batch(scene: Scene, as_user: SignIn) -> None:
    for _ in range(2):
        scene.verified(scene.payable())
    client = as_user(scene.cast.fin1)
    today = timezone.localdate().isoformat()
    answer = client.post(reverse("voucher_batch"), {"day": today})
    assert answer["Content-Type"] == "application/pdf"
    assert VoucherPrint.objects.count() == 2
    empty = client.post(reverse("voucher_batch"), {"day": "2008-05-15"})
    assert empty.status_code == 422
    assert client.post(reverse("voucher_batch"), {"day": "2008-13-40"}).status_code == 422


def test_r6_without_pango_the_browser_prints(
    scene: Scene, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.pdf.available", lambda: False)
    url = reverse("voucher_print", args=[scene.verified().pk])
    answer = as_user(scene.cast.fin1).post(url)
    assert "人民币壹仟元整" in answer.content.decode()
    assert "style=" not in answer.content.decode()


@pytest.mark.parametrize("who", ["ann", "cai", "law", "admin", "fin1"])
def test_r6_the_check_page_tells_everybody_signed_in(
    scene: Scene, as_user: SignIn, who: str, request: pytest.FixtureRequest
) -> None:
    voucher = scene.verified()
    client = as_user(request.getfixturevalue(who))
    page = get(client, "voucher_check", voucher.token).content.decode()
    assert voucher.number in page
    assert "not paid yet" in page
    assert str(scene.contact) not in page
    assert get(client, "voucher_check", "forged").status_code == 404


def test_vouchers_are_finances_and_the_managers(
    scene: Scene, as_user: SignIn, law: User, manager: User
) -> None:
    voucher = scene.verified()
    for who, status in ((manager, 200), (scene.cast.fin2, 200), (law, 403), (scene.cast.ann, 403)):
        assert get(as_user(who), "voucher_detail", voucher.pk).status_code == status


def test_r8_the_years_list_per_person(scene: Scene, as_user: SignIn) -> None:
    for _ in range(2):
        scene.paid(scene.payable())
    client = as_user(scene.cast.fin1)
    page = get(client, "tax_year").content.decode()
    assert "2,000.00" in page
    assert "240.00" in page
    assert "110***********002X" in page
    assert make.IDENTITY not in page
    assert "2,000.00" not in get(client, "tax_year", year="2007").content.decode()
    assert get(client, "tax_year", export="xlsx").status_code == 200
    assert get(as_user(scene.cast.ann), "tax_year").status_code == 403


def test_a_mistyped_filter_shows_nothing(scene: Scene, as_user: SignIn) -> None:
    reward = scene.payable()
    client = as_user(scene.cast.fin1)
    page = get(client, "reward_list", payable_after="2008-13-40").content.decode()
    assert reward.contract_no not in page
    assert get(client, "tax_year", year="abc").status_code == 200


def test_r7_reclaims_are_listed_until_settled(scene: Scene, as_user: SignIn) -> None:
    reward = scene.paid().rewards.get()
    purchase_cancel(purchase_id=reward.purchase_id, reason="Moved away", by=scene.cast.ann)
    client = as_user(scene.cast.fin1)
    assert "960.00" in get(client, "reclaim_list", open="true").content.decode()
    url = reverse("reclaim_settle", args=[reward.reclaim.pk])
    assert url in get(client, "reward_detail", reward.pk).content.decode()
    assert client.post(url, {"note": "Brought in cash"}).status_code == 302
    assert "960.00" not in get(client, "reclaim_list", open="true").content.decode()


# --- what other pages show -----------------------------------------------------------------------


def cards(user: User) -> set[str]:
    return {str(card.text) for card in registry._today["rewards"](user, timezone.localdate())}


def test_today_tells_each_role_what_waits(scene: Scene, manager: User, law: User) -> None:
    scene.reward()
    assert cards(law) == {"1 reward or gift is held"}
    assert cards(scene.cast.ann) == {"1 reward waits for the unit's acknowledgement"}
    assert cards(scene.cast.fin1) == set()
    scene.acknowledge()
    scene.verified(scene.payable())
    assert cards(scene.cast.fin1) == {"1 reward to verify", "1 reward to pay"}
    assert cards(law) == set()


def test_the_units_page_shows_acknowledgement_and_rewards(scene: Scene, as_user: SignIn) -> None:
    client = as_user(scene.cast.ann)
    page = client.get(scene.unit.get_absolute_url() + LATER).text
    assert reverse("acknowledgement_add", args=[scene.unit.pk]) in page
    reward = scene.payable()
    assert "1,000.00" in client.get(scene.unit.get_absolute_url() + LATER).text
    later = client.get(scene.unit.get_absolute_url(), {"part": "timeline"}).text
    assert reward.get_absolute_url() in later


def test_lists_keep_their_queries(scene: Scene, as_user: SignIn) -> None:
    client = as_user(scene.cast.fin1)
    counts = []
    for _ in range(2):
        scene.payable()
        scene.payable()
        with CaptureQueriesContext(connection) as seen:
            get(client, "reward_list")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert Reward.objects.count() == 4
