"""Client units, their people, and what binds both to us."""

from units.models.campaign import Campaign, Phase, Round, Target
from units.models.category import Category
from units.models.contact import Consent, Contact, Gift, KeyPersonTenure
from units.models.customer import Arrival, Registration
from units.models.ownership import OwnershipChange
from units.models.unit import Evaluation, Unit, UnitFact

__all__ = [
    "Arrival",
    "Campaign",
    "Category",
    "Consent",
    "Contact",
    "Evaluation",
    "Gift",
    "KeyPersonTenure",
    "OwnershipChange",
    "Phase",
    "Registration",
    "Round",
    "Target",
    "Unit",
    "UnitFact",
]
