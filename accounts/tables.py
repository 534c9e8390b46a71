"""The list of people."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.tables import ChoiceColumn, Column, DayColumn, LinkColumn, Table


class PersonTable(Table):
    """Who there is, in which role, since when gone."""

    name = LinkColumn(verbose_name=_("Name"))
    username = Column(verbose_name=_("User name"))
    role = ChoiceColumn(verbose_name=_("Role"))
    last_login = DayColumn(verbose_name=_("Last signed in"))
    left_on = DayColumn(verbose_name=_("Left on"))

    class Meta:
        model = User
        fields = ("name", "username", "role", "last_login", "left_on")
        order_by = ("name",)
