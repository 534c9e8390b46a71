"""Abilities around homes, purchases and their money (P10)."""

from django.utils.translation import gettext_lazy as _

from core.abilities import FIELD, Role, register

HOME_VIEW = register(
    "pricing.home_view",
    _("See the price list"),
    _("Homes of the project with normal and group conditions, and quotes."),
    FIELD | {Role.FINANCE},
)
HOME_ADD = register(
    "pricing.home_add", _("Add homes"), _("Put a home on the price list."), {Role.MANAGER}
)
PURCHASE_VIEW = register(
    "pricing.purchase_view",
    _("See purchases"),
    _("Sales see their own and their team's; a manager and finance the project's."),
    FIELD | {Role.FINANCE},
)
PURCHASE_ADD = register(
    "pricing.purchase_add",
    _("Reserve homes and sign contracts"),
    _("Choose a home for a customer, enter the signed contract."),
    FIELD,
)
PURCHASE_CANCEL = register(
    "pricing.purchase_cancel",
    _("Cancel purchases"),
    _("Give the home back; the unit's other prices follow."),
    {Role.MANAGER},
)
MONEY_RECEIVE = register(
    "pricing.money_receive",
    _("Receive and reverse money"),
    _("Deposits, down payments, instalments, refunds, and the reversal of a wrong entry."),
    {Role.FINANCE},
)
DIFFERENCE_VIEW = register(
    "pricing.difference_view",
    _("See price differences"),
    _("What buyers are owed who signed before the group's price."),
    {Role.FINANCE, Role.MANAGER},
)
