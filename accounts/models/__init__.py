"""People and where they belong."""

from accounts.models.notification import Notification
from accounts.models.project import Membership, Project, Team
from accounts.models.saved_view import SavedView, ViewUse
from accounts.models.user import User

__all__ = ["Membership", "Notification", "Project", "SavedView", "Team", "User", "ViewUse"]
