"""Client units, their people, and what binds both to us."""

from units.models.campaign import Campaign, Phase, Round, Target
from units.models.category import Category
from units.models.contact import Consent, Contact, KeyPersonTenure
from units.models.customer import Arrival, Registration
from units.models.directory import DirectoryEntry, DirectorySending
from units.models.dispute import Dispute, DisputeEvidence, Renewal
from units.models.gift import Gift
from units.models.handover import Handover, Holder, OwnershipShare
from units.models.likeness import Likeness
from units.models.lookup import LookUp, LookUpDay
from units.models.merge import Merge, MergeStep, NotSame
from units.models.owned import OwnedHome
from units.models.ownership import OwnershipChange
from units.models.personal import (
    DataSubject,
    ErasedNumber,
    PersonRequest,
    RetentionRun,
    SealedIdentity,
)
from units.models.pool import Claim, PooledContact, PooledUnit
from units.models.proof import Proof, Sincerity
from units.models.roster import Roster, RosterEntry
from units.models.tie import Tie
from units.models.unit import Evaluation, Unit, UnitFact

__all__ = [
    "Arrival",
    "Campaign",
    "Category",
    "Claim",
    "Consent",
    "Contact",
    "DataSubject",
    "DirectoryEntry",
    "DirectorySending",
    "Dispute",
    "DisputeEvidence",
    "ErasedNumber",
    "Evaluation",
    "Gift",
    "Handover",
    "Holder",
    "KeyPersonTenure",
    "Likeness",
    "LookUp",
    "LookUpDay",
    "Merge",
    "MergeStep",
    "NotSame",
    "OwnedHome",
    "OwnershipChange",
    "OwnershipShare",
    "PersonRequest",
    "Phase",
    "PooledContact",
    "PooledUnit",
    "Proof",
    "Registration",
    "Renewal",
    "RetentionRun",
    "Roster",
    "RosterEntry",
    "Round",
    "SealedIdentity",
    "Sincerity",
    "Target",
    "Tie",
    "Unit",
    "UnitFact",
]
