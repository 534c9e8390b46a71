"""Abilities around rewards, vouchers and their evidence (R, L2)."""

from django.utils.translation import gettext_lazy as _

from core.abilities import FIELD, Role, register

REWARD_VIEW = register(
    "rewards.reward_view",
    _("See rewards"),
    _("Sales see their own and their team's, compliance what is or was held."),
    FIELD | {Role.FINANCE, Role.COMPLIANCE},
)
REWARD_HOLD = register(
    "rewards.reward_hold",
    _("Put rewards on hold"),
    _("Give a reward to compliance with a reason."),
    {Role.FINANCE, Role.COMPLIANCE, Role.MANAGER},
)
HOLD_VIEW = register(
    "rewards.hold_view",
    _("See what is on hold"),
    _("Rewards and gifts that wait for compliance, on one page."),
    {Role.COMPLIANCE, Role.FINANCE, Role.MANAGER},
)
REWARD_DECIDE = register(
    "rewards.reward_decide",
    _("Decide on held rewards and gifts"),
    _("Release, convert or refuse, on a written legal basis. Nobody in sales may."),
    {Role.COMPLIANCE},
)
REWARD_AGREE = register(
    "rewards.reward_agree",
    _("Agree to a held reward or gift"),
    _("From the year's second step on compliance releases only after this."),
    {Role.MANAGER},
)
REWARD_VERIFY = register(
    "rewards.reward_verify",
    _("Verify rewards"),
    _("At the desk: check the person, issue the voucher."),
    {Role.FINANCE},
)
REWARD_PAY = register(
    "rewards.reward_pay",
    _("Pay vouchers"),
    _("Hand out the money; never who accompanied or verified."),
    {Role.FINANCE},
)
ACKNOWLEDGEMENT_ADD = register(
    "rewards.acknowledgement_add",
    _("File acknowledgements"),
    _("A unit's written acknowledgement that it knows of the rewards."),
    FIELD,
)
VOUCHER_VIEW = register(
    "rewards.voucher_view",
    _("See vouchers"),
    _("The vouchers of the project."),
    {Role.FINANCE, Role.MANAGER},
)
VOUCHER_PRINT = register(
    "rewards.voucher_print",
    _("Print vouchers"),
    _("Each print is recorded; every one after the first says copy."),
    {Role.FINANCE},
)
VOUCHER_VOID = register(
    "rewards.voucher_void",
    _("Make vouchers void"),
    _("Take back an unpaid voucher; its rewards are payable again."),
    {Role.FINANCE},
)
OWED_VIEW = register(
    "rewards.owed_view",
    _("See amounts to reclaim and discounts to grant"),
    _("What is owed because a purchase was cancelled or a reward converted."),
    {Role.FINANCE, Role.MANAGER},
)
OWED_SETTLE = register(
    "rewards.owed_settle",
    _("Settle amounts to reclaim and discounts to grant"),
    _("Record that the money came back or the discount was granted."),
    {Role.FINANCE},
)
TAX_VIEW = register(
    "rewards.tax_view",
    _("See the year's tax list"),
    _("What each person received and what was withheld, for the tax office."),
    {Role.FINANCE},
)
RANKING_VIEW = register(
    "rewards.ranking_view",
    _("See the ranking"),
    _("The league of teams; the lists behind its figures stay with who may see them."),
    FIELD | {Role.DIRECTOR, Role.HEADOFFICE},
)
