"""Abilities of the pages core itself owns."""

from django.utils.translation import gettext_lazy as _

from core.abilities import Role, register

POLICY_VIEW = register(
    "core.policy_view",
    _("See the rules' numbers"),
    _("Read the policies: thresholds, amounts, times and who set them when."),
    {Role.MANAGER, Role.DIRECTOR, Role.HEADOFFICE, Role.FINANCE, Role.COMPLIANCE},
)
POLICY_EDIT = register(
    "core.policy_edit",
    _("Change the rules' numbers"),
    _("Set new numbers from a day on; what was decided before keeps its old ones."),
    {Role.MANAGER},
)
AUDIT_VIEW = register(
    "core.audit_view",
    _("Read the audit trail"),
    _("See who changed money, ownership, consent or permission, and check the chain."),
    {Role.COMPLIANCE, Role.ADMINISTRATOR},
)
JOB_VIEW = register(
    "core.job_view",
    _("See the jobs"),
    _("Which daily job was worked when, what it did and why one failed."),
    {Role.ADMINISTRATOR},
)
INVARIANT_VIEW = register(
    "core.invariant_view",
    _("See the invariants"),
    _("Ask now what must always hold, and see what does not."),
    {Role.ADMINISTRATOR},
)
EXPORT_VIEW = register(
    "core.export_view",
    _("See everybody's exports"),
    _("Who took which list out of the house, with which filter and how many people in it."),
    {Role.MANAGER, Role.COMPLIANCE},
)
EXPORT_RELEASE = register(
    "core.export_release",
    _("Release exports"),
    _("Let somebody export more people after the second step of the alarm."),
    {Role.COMPLIANCE},
)
