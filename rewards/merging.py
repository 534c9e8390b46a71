"""What rewards say when two records become one and are parted: nobody's reward is lost (K4, L2)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.merging import Care, Pair, register_care, register_refusal, register_undo_refusal
from core.models import StateChange
from pricing.models import Purchase
from rewards.models import Reward
from rewards.rules import same_person_throughout
from units.merging import overlapping
from units.models import KeyPersonTenure


def register() -> None:
    """Called once, when the house opens."""
    printed = gettext_lazy("the paper names the old record")
    register_care("rewards.Voucher.unit", Care(stays=printed))
    signed = gettext_lazy("signed for the old record; file it anew for the one that stays")
    register_care("rewards.Acknowledgement.unit", Care(stays=signed))
    register_refusal("units.unit", _earners)
    register_undo_refusal(_accrued_since)


def _earners(pair: Pair) -> Iterator[str]:
    """Who would earn the reward of a purchase that has none yet must be the same after (K4)."""
    kept = _tenures(pair.survivor)
    together = kept if overlapping(pair) else [*kept, *_tenures(pair.loser)]
    visits = {unit.first_visit_on for unit in (pair.survivor, pair.loser)} - {None}
    changed = 0
    for unit in (pair.survivor, pair.loser):
        for purchase in _unrewarded(unit):
            now = _earner(_tenures(unit), unit.first_visit_on, purchase)
            then = _earner(together, min(visits, default=None), purchase)
            changed += now is not None and now != then
    if changed:
        yield ngettext(
            "%(count)d purchase would lose the key person who earns its reward. Let the other "
            "record stay, or merge once the reward has accrued.",
            "%(count)d purchases would lose the key person who earns their rewards. Let the other "
            "record stay, or merge once the rewards have accrued.",
            changed,
        ) % {"count": changed}


def _tenures(unit: Any) -> list[KeyPersonTenure]:
    return list(KeyPersonTenure.objects.filter(unit=unit.pk))


def _unrewarded(unit: Any) -> list[Purchase]:
    rows = Purchase.objects.live().filter(unit=unit.pk, rewards__isnull=True)
    return list(rows.exclude(campaign=None))


def _earner(
    tenures: Sequence[KeyPersonTenure], first: date | None, purchase: Purchase
) -> int | None:
    """Who held the post up to the days of the purchase, or up to today where they are to come."""
    today = timezone.localdate()
    contract, paid = purchase.contracted_on or today, purchase.down_paid_on or today
    people = dict.fromkeys(tenure.contact_id for tenure in tenures)
    held = (who for who in people if same_person_throughout(tenures, first, contract, paid, who))
    return next(held, None)


def _accrued_since(merge: Any) -> Iterator[str]:
    """What was earned by the common record would belong to one and be paid to the other (K4)."""
    steps = merge.steps.values("row")
    through = {
        "purchase__in": steps.filter(place="pricing.Purchase.unit"),
        "contact__tenures__in": steps.filter(place="units.KeyPersonTenure.contact"),
    }
    since = StateChange.objects.filter(
        subject_type=Reward._meta.label_lower, from_state="", at__gte=merge.at
    )
    rewards = Reward.objects.filter(pk__in=since.values("subject_id"))
    if any(rewards.filter(**{path: rows}).exists() for path, rows in through.items()):
        yield _("A reward was earned by both together since the merge, so the records stay one.")
