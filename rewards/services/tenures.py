"""A key person's history that a reward was decided on stays as it was (K4)."""

from django.utils.translation import gettext as _

from core.errors import DomainError
from rewards.models import Reward
from rewards.rules import same_person_throughout
from rewards.states import COUNTED
from units.models import KeyPersonTenure
from units.services import Period


def refuse_rewriting(tenure: KeyPersonTenure, period: Period) -> None:
    """DomainError where a live reward would lose its ground if `tenure` became `period`."""
    others = KeyPersonTenure.objects.filter(unit=tenure.unit_id).exclude(pk=tenure.pk)
    now = [*others, tenure]
    then = [*others, period]
    rewards = Reward.objects.filter(unit=tenure.unit_id, contact=tenure.contact_id)
    for reward in rewards.filter(state__in=COUNTED).select_related("unit").order_by("pk"):
        if _held(now, reward) and not _held(then, reward):
            raise DomainError(
                _(
                    "The reward for contract %(contract)s was decided on this: the same key "
                    "person from %(first)s to %(last)s. Compliance has to refuse it first."
                )
                % {
                    "contract": reward.contract_no,
                    "first": reward.unit.first_visit_on,
                    "last": max(reward.contracted_on, reward.down_paid_on),
                }
            )


def _held(tenures: list[KeyPersonTenure | Period], reward: Reward) -> bool:
    return same_person_throughout(
        tenures,
        reward.unit.first_visit_on,
        reward.contracted_on,
        reward.down_paid_on,
        reward.contact_id,
    )
