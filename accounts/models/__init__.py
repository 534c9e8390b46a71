"""People and where they belong."""

from accounts.models.notification import Notification
from accounts.models.project import Membership, Project, Team
from accounts.models.user import User

__all__ = ["Membership", "Notification", "Project", "Team", "User"]
