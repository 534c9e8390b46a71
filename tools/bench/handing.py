"""Five thousand units of one leaver, with their people and open work, given on in one deed (U5)."""

import time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.commands import execute
from tools.bench.measure import Asker, Page
from units.models import Contact, Handover, Unit
from units.services import handover
from visits.models import FollowUp

UNITS = 5_000


def measure_handing() -> dict[str, Any]:
    """Seconds of the preview and of the deed, its statements, and how much of each kind went."""
    leaver, receiver, manager = (User.objects.get(username=n) for n in ("ann", "bob", "manager"))
    _follows_all(leaver)
    asker, page = Asker(), Page("preview", "manager", reverse("handover", args=[leaver.pk]))
    asker.ask(page)
    began = time.perf_counter()
    asker.ask(page)
    previewed = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        execute(handover, leaver_id=leaver.pk, receivers={"": receiver.pk}, by=manager)
    return {
        "preview": previewed - began,
        "deed": time.perf_counter() - previewed,
        "queries": len(captured),
        "counts": Handover.objects.get().counts,
    }


def _follows_all(leaver: User) -> None:
    """The first units of the project with what hangs on them, as if the leaver had had them all."""
    team = leaver.memberships.get(ends_on=None).team_id
    mine = {"owner": leaver, "team_id": team}
    others = Unit.objects.filter(owner__isnull=False).exclude(owner=leaver)
    missing = UNITS - Unit.objects.filter(owner=leaver).count()
    units = Unit.objects.filter(
        pk__in=list(others.order_by("pk").values_list("pk", flat=True)[:missing])
    )
    for model in (Contact, FollowUp):
        model.objects.filter(unit__in=units).update(**mine)
    units.update(**mine)
