"""Abilities around units, people and customers."""

from django.utils.translation import gettext_lazy as _

from core.abilities import FIELD, Role, register

UNIT_VIEW = register(
    "units.unit_view",
    _("See client units"),
    _("Sales see their own and their team's, a leader the team's, a manager the project's."),
    FIELD,
)
UNIT_ADD = register("units.unit_add", _("Add units"), _("Enter a client unit."), FIELD)
UNIT_EDIT = register("units.unit_edit", _("Change units"), _("Correct a unit's facts."), FIELD)
UNIT_EVALUATE = register(
    "units.unit_evaluate", _("Evaluate units"), _("Judge strength and sincerity."), FIELD
)
KEY_PERSON_NAME = register(
    "units.key_person_name", _("Name the key person"), _("Begin or end a tenure."), FIELD
)
CONTACT_VIEW = register(
    "units.contact_view", _("See contacts"), _("People of the units one sees."), FIELD
)
CONTACT_ADD = register("units.contact_add", _("Add contacts"), _("Enter a person."), FIELD)
CONTACT_REVEAL = register(
    "units.contact_reveal",
    _("Reveal identity numbers"),
    _("See a number in full after giving a reason; each time is recorded."),
    {Role.FINANCE, Role.COMPLIANCE, Role.MANAGER},
)
CUSTOMER_REGISTER = register(
    "units.customer_register", _("Register customers"), _("Registration starts protection."), FIELD
)
ARRIVAL_VIEW = register(
    "units.arrival_view", _("See arrivals"), _("Who came, and who brought them."), FIELD
)
ARRIVAL_RECORD = register(
    "units.arrival_record", _("Record arrivals"), _("At the sales centre's desk."), FIELD
)
CAMPAIGN_VIEW = register(
    "units.campaign_view",
    _("See campaigns"),
    _("The plan: phases, rounds, targets and what has happened."),
    FIELD | {Role.DIRECTOR, Role.HEADOFFICE, Role.PLANNER, Role.BRAND},
)
