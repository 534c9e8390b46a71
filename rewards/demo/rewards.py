"""The key persons' rewards: paid, verified, payable, and two that are held (R, L2)."""

from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from core.commands import execute
from rewards.demo import plan
from rewards.demo.people import Cast
from rewards.models import Acknowledgement, Reward
from rewards.services import acknowledgement_file, reward_pay, reward_verify, rewards_make_payable
from rewards.services.desk import DeskCheck
from rewards.states import RewardState
from units.models import Unit


def seed_rewards(units: Mapping[str, Unit], cast: Cast) -> None:
    """The chamber acknowledged in writing; the quarry did not, and the school is public."""
    _acknowledge(units["泉州商会"], cast)
    execute(_make_payable, by=cast.people["fin1"])
    for number, state in plan.DESK:
        reward = Reward.objects.filter(purchase__home__number=number).first()
        if reward is not None:
            _at_the_desk(reward, state, cast)


def _make_payable(*, by: object) -> int:
    return rewards_make_payable(day=timezone.localdate())


def _acknowledge(unit: Unit, cast: Cast) -> None:
    if Acknowledgement.objects.filter(unit=unit).exists():
        return
    execute(
        acknowledgement_file,
        unit_id=unit.pk,
        signed_on=plan.ACKNOWLEDGED_ON,
        upload=_paper(),
        note="商会书面同意，原件存档。",
        by=cast.people["ann"],
    )


def _paper() -> SimpleUploadedFile:
    """A photographed sheet, drawn."""
    sheet = Image.new("RGB", (640, 900), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, 600, 860), outline="grey", width=3)
    pen.text((80, 90), "ACKNOWLEDGEMENT", fill="black")
    for line in range(8):
        pen.line((80, 160 + line * 50, 560, 160 + line * 50), fill="silver", width=2)
    pen.ellipse((400, 640, 560, 800), outline="red", width=6)
    out = BytesIO()
    sheet.save(out, "PNG")
    return SimpleUploadedFile("acknowledgement.png", out.getvalue(), "image/png")


def _at_the_desk(reward: Reward, state: str, cast: Cast) -> None:
    """fin1 verifies, fin2 pays; ann was with the key person (R5)."""
    if reward.state == RewardState.PAYABLE:
        desk = DeskCheck(
            id_number=plan.ID_NUMBER,
            work_permit_seen=True,
            accompanied_by_id=cast.people["ann"].pk,
            method="cash",
        )
        execute(reward_verify, reward_id=reward.pk, desk=desk, by=cast.people["fin1"])
        reward.refresh_from_db()
    if state == "paid" and reward.state == RewardState.VERIFIED:
        execute(reward_pay, reward_id=reward.pk, by=cast.people["fin2"])
