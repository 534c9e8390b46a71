"""Where customers stand in the tables of accounts, and that staff is not among them (L1)."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Notification
from core.personal import WORDS, Holding, declare, nothing
from core.personal.policies import RetentionPolicy
from core.personal.retention import Period, register_period
from core.policies import policy_on

declare(
    Holding(
        "accounts.Notification",
        about="url",
        label=_("Messages to our staff"),
        fields={"title": WORDS, "body": WORDS, "told": WORDS},
        plain=("kind", "key", "url"),
        delete=True,
        own=False,
    )
)
declare(
    Holding(
        "accounts.User",
        fields={"shelf": WORDS},  # the views of one's menu, with what they look for
        plain=("username", "name", "password"),
        own=False,
    )
)
nothing("accounts.Project", "a housing development", plain=("name", "code", "address"))
nothing("accounts.Team", "a group of our staff", plain=("name", "area"))
nothing("accounts.Membership", "our staff in teams")
declare(
    Holding(
        "accounts.SavedView",
        fields={"name": WORDS, "query": WORDS},
        plain=("list_name",),
        own=False,
    )
)
nothing("accounts.ViewUse", "which views our staff pinned", plain=("list_name",))


register_period(
    Period(
        "accounts.messages",
        _("Read messages in the inbox"),
        lambda day: policy_on(RetentionPolicy, day).message_days,
        lambda before: Notification.objects.filter(read_at__lt=before),
    )
)
