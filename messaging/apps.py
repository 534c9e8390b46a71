"""The messaging app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    """Registers what messaging offers to the menu, the timeline and *Today*."""

    name = "messaging"
    verbose_name = _("Messages")
