"""Visit reports and follow-ups."""

from visits.models.followup import FollowUp
from visits.models.report import VisitReport

__all__ = ["FollowUp", "VisitReport"]
