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
CATEGORY_EDIT = register(
    "units.category_edit",
    _("Manage categories of units"),
    _("Add kinds of organisations, change what follows from them, retire those no longer used."),
    {Role.MANAGER},
)
UNIT_EVALUATE = register(
    "units.unit_evaluate", _("Evaluate units"), _("Judge strength and sincerity."), FIELD
)
UNIT_ASSIGN = register(
    "units.unit_assign",
    _("Assign units"),
    _("Give units to another salesperson: a leader in the team, a manager in the project."),
    {Role.LEADER, Role.MANAGER},
)
KEY_PERSON_NAME = register(
    "units.key_person_name", _("Name the key person"), _("Begin or end a tenure."), FIELD
)
KEY_PERSON_CORRECT = register(
    "units.key_person_correct",
    _("Correct a key person's days"),
    _("Put a wrongly entered tenure right, with a reason; never one a reward was decided on."),
    {Role.LEADER, Role.MANAGER},
)
GIFT_VIEW = register(
    "units.gift_view",
    _("See gifts"),
    _("The field those of the units it sees, compliance and finance what is or was held."),
    FIELD | {Role.COMPLIANCE, Role.FINANCE},
)
GIFT_ADD = register(
    "units.gift_add",
    _("Ask for and hand over gifts"),
    _("Above the limit a manager approves first; what the law forbids waits for compliance."),
    FIELD,
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
DIRECTORY_VIEW = register(
    "units.directory_view",
    _("Read the service directory"),
    _("Sights, housekeeping, telephone numbers, banks, surroundings, study abroad."),
    FIELD | {Role.PLANNER, Role.BRAND, Role.DIRECTOR},
)
DIRECTORY_SEND = register(
    "units.directory_send",
    _("Send directory entries"),
    _("To a customer, from one's own telephone; it stands in the customer's timeline."),
    FIELD,
)
DIRECTORY_EDIT = register(
    "units.directory_edit",
    _("Keep the service directory"),
    _("Add, correct and remove entries."),
    {Role.LEADER, Role.MANAGER, Role.PLANNER},
)
LOOKUP_VIEW = register(
    "units.lookup_view",
    _("See look-ups"),
    _("Who looked up how often whether a unit or a customer is taken."),
    {Role.MANAGER, Role.COMPLIANCE},
)
CAMPAIGN_EDIT = register(
    "units.campaign_edit",
    _("Plan campaigns"),
    _("Window, phases, rounds with their units, and targets."),
    {Role.MANAGER, Role.PLANNER, Role.DIRECTOR},
)
DISPUTE_VIEW = register(
    "units.dispute_view",
    _("See disputes"),
    _("One's own side; a sales manager sees both."),
    FIELD,
)
DISPUTE_RULE = register(
    "units.dispute_rule",
    _("Rule on disputes"),
    _("Say who holds a customer; the ruling is final."),
    {Role.MANAGER},
)
POOL_VIEW = register(
    "units.pool_view",
    _("See the public pool"),
    _("Names of units and customers nobody follows."),
    FIELD,
)
POOL_CLAIM = register(
    "units.pool_claim",
    _("Claim from the public pool"),
    _("Take a unit or customer nobody follows."),
    {Role.SALES, Role.LEADER},
)
HANDOVER = register(
    "units.handover",
    _("Hand over what somebody follows"),
    _("Everything of a leaver at once, to one or several colleagues."),
    {Role.MANAGER},
)
PROOF_WITHDRAW = register(
    "units.proof_withdraw",
    _("Withdraw proofs"),
    _("Take back a certificate or proof of belonging that proved wrong."),
    {Role.LEADER, Role.MANAGER},
)
CONSENT_RECORD = register(
    "units.consent_record",
    _("Record consent"),
    _("Write down what a person allows us, with its evidence."),
    FIELD | {Role.COMPLIANCE},
)
REQUEST_RECORD = register(
    "units.request_record",
    _("Record personal-data requests"),
    _("Somebody asks to see, correct or erase their data, or complains."),
    FIELD | {Role.COMPLIANCE},
)
PERSONAL_VIEW = register(
    "units.personal_view",
    _("See personal-data requests"),
    _("Who asked what until when, and what we hold of each person."),
    {Role.MANAGER, Role.COMPLIANCE},
)
PERSONAL_ANSWER = register(
    "units.personal_answer",
    _("Answer personal-data requests"),
    _("Hand out, correct, ask for an erasure, close the request; each is recorded."),
    {Role.MANAGER, Role.COMPLIANCE},
)
SEALED_SHOW = register(
    "units.sealed_show",
    _("Open sealed identities"),
    _("Who an erased buyer or key person was, for books and tax; each look has a reason."),
    {Role.FINANCE, Role.COMPLIANCE},
)
RETENTION_CONFIRM = register(
    "units.retention_confirm",
    _("Confirm what is forgotten"),
    _("Let people be erased whom nobody has dealt with for years."),
    {Role.COMPLIANCE},
)
UNIT_MERGE = register(
    "units.unit_merge",
    _("Merge units and people"),
    _("Make one of two records: a leader the team's own, a manager the project's."),
    {Role.LEADER, Role.MANAGER},
)
