"""Commands on units and people: each one transaction, locks first, then checks, then writes."""

from units.services.campaign import (
    CampaignPlan,
    PlannedTarget,
    campaign_add,
    round_unit_add,
)
from units.services.category import category_add, category_edit
from units.services.consent import Proof, consent_give
from units.services.customer import arrival_record, customer_contacted, customer_register
from units.services.dispute import dispute_rule, dispute_withdraw, evidence_add
from units.services.evaluation import unit_evaluate
from units.services.files import unit_file_remove, unit_files_add
from units.services.handover import handover, handover_wanted
from units.services.key_person import (
    Period,
    key_person_end,
    key_person_met,
    key_person_name,
    tenure_correct,
)
from units.services.merge import contact_merge, unit_merge, visits_counted
from units.services.merge_undo import merge_undo
from units.services.not_same import contacts_not_same, units_not_same
from units.services.ownership import customer_assign, unit_assign
from units.services.people import (
    contact_add,
    contact_edit,
    identity_set,
    unit_add_with_person,
)
from units.services.pool import (
    customer_claim,
    customer_release,
    pool_fill,
    pool_warn,
    unit_claim,
    unit_release,
)
from units.services.unit import (
    contact_made,
    unit_add,
    unit_edit,
    unit_learn,
    unit_visited,
)

__all__ = [
    "CampaignPlan",
    "Period",
    "PlannedTarget",
    "Proof",
    "arrival_record",
    "campaign_add",
    "category_add",
    "category_edit",
    "consent_give",
    "contact_add",
    "contact_edit",
    "contact_made",
    "contact_merge",
    "contacts_not_same",
    "customer_assign",
    "customer_claim",
    "customer_contacted",
    "customer_register",
    "customer_release",
    "dispute_rule",
    "dispute_withdraw",
    "evidence_add",
    "handover",
    "handover_wanted",
    "identity_set",
    "key_person_end",
    "key_person_met",
    "key_person_name",
    "merge_undo",
    "pool_fill",
    "pool_warn",
    "round_unit_add",
    "tenure_correct",
    "unit_add",
    "unit_add_with_person",
    "unit_assign",
    "unit_claim",
    "unit_edit",
    "unit_evaluate",
    "unit_file_remove",
    "unit_files_add",
    "unit_learn",
    "unit_merge",
    "unit_release",
    "unit_visited",
    "units_not_same",
    "visits_counted",
]
