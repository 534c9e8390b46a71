"""Reads of the daily totals."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet

if TYPE_CHECKING:
    from accounts.models import User


class DailyTotalQuerySet(QuerySet[Any]):
    """Figures of whole teams hang on the wall: everybody of the project may read them."""

    def visible_to(self, user: "User") -> Self:
        """Those of the person's projects."""
        return self.filter(project_id__in=user.project_ids)

    def between(self, first: date, last: date) -> Self:
        """From a day to a day, both included."""
        return self.filter(day__range=(first, last))
