"""Commands on units and people: each one transaction, locks first, then checks, then writes."""

from units.services.campaign import (
    CampaignPlan,
    PlannedTarget,
    campaign_add,
    category_add,
    round_unit_add,
)
from units.services.customer import arrival_record, customer_register
from units.services.evaluation import unit_evaluate
from units.services.people import (
    consent_give,
    contact_add,
    contact_edit,
    identity_set,
    key_person_end,
    key_person_name,
    unit_add_with_person,
)
from units.services.unit import (
    contact_made,
    unit_add,
    unit_assign,
    unit_edit,
    unit_learn,
    unit_visited,
)

__all__ = [
    "CampaignPlan",
    "PlannedTarget",
    "arrival_record",
    "campaign_add",
    "category_add",
    "consent_give",
    "contact_add",
    "contact_edit",
    "contact_made",
    "customer_register",
    "identity_set",
    "key_person_end",
    "key_person_name",
    "round_unit_add",
    "unit_add",
    "unit_add_with_person",
    "unit_assign",
    "unit_edit",
    "unit_evaluate",
    "unit_learn",
    "unit_visited",
]
