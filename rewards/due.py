"""Whether a purchase earns a reward, and if not, why (R2, K3, K4). No ORM, no clock."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotDue(StrEnum):
    """Why a purchase earns nothing; the order in which it is asked."""

    NOT_PAID = "not_paid"
    NO_UNIT = "no_unit"
    NO_CAMPAIGN = "no_campaign"
    OUTSIDE = "outside"
    NO_KEY_PERSON = "no_key_person"
    OWN_HOME = "own_home"
    NO_AMOUNT = "no_amount"


LABELS: dict[NotDue, str | Promise] = {
    NotDue.NOT_PAID: _("Contract and down payment are not both in yet."),
    NotDue.NO_UNIT: _("The buyer does not belong to a client unit."),
    NotDue.NO_CAMPAIGN: _("The purchase belongs to no campaign."),
    NotDue.OUTSIDE: _("Contract or down payment lie outside the campaign."),
    NotDue.NO_KEY_PERSON: _(
        "Nobody was the unit's key person without a break from the first visit to the down payment."
    ),
    NotDue.OWN_HOME: _("It is the key person's own home."),
    NotDue.NO_AMOUNT: _("The reward for this number of homes is nothing."),
}


@dataclass(frozen=True)
class Case:
    """What decides: the days, the campaign's window, and who is who.

    `live` means down payment received and not cancelled. `key_person` is who held the post from
    the first visit to the down payment (K4), None if nobody did.
    """

    live: bool
    unit_of_purchase: int | None
    unit_of_buyer: int | None
    window: tuple[date, date] | None
    contracted_on: date | None
    down_paid_on: date | None
    key_person: int | None
    own_home: bool
    own_home_earns: bool = False


def why_not_due(case: Case) -> NotDue | None:
    """The first thing that is missing, None if the reward is due (R2). Both window days count."""
    if not case.live or case.contracted_on is None or case.down_paid_on is None:
        return NotDue.NOT_PAID
    if case.unit_of_purchase is None or case.unit_of_buyer != case.unit_of_purchase:
        return NotDue.NO_UNIT
    if case.window is None:
        return NotDue.NO_CAMPAIGN
    first, last = case.window
    if not all(first <= day <= last for day in (case.contracted_on, case.down_paid_on)):
        return NotDue.OUTSIDE
    if case.key_person is None:
        return NotDue.NO_KEY_PERSON
    if case.own_home and not case.own_home_earns:
        return NotDue.OWN_HOME
    return None
