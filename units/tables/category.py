"""Columns of the kinds of units."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import ChoiceColumn, Column, LinkColumn, NumberColumn, Table
from units.models import Category


class YesColumn(Column):
    """Yes in words, nothing for no: the eye finds the few that differ."""

    def cell(self, record: Any) -> str:
        """ "yes" or a dash."""
        return gettext("yes") if self.get(record) else "–"

    def plain(self, record: Any) -> Any:
        """In words both ways."""
        return gettext("yes") if self.get(record) else gettext("no")


class OfferedColumn(Column):
    """Whether units may still be given it."""

    def cell(self, record: Any) -> str:
        """A pill."""
        css = "" if record.retired else " pill-active"
        return format_html('<span class="pill{}">{}</span>', css, self.plain(record))

    def plain(self, record: Any) -> Any:
        """In words."""
        return gettext("retired") if record.retired else gettext("offered")


class NamedColumn(LinkColumn):
    """The name in the reader's language, leading to the form."""

    def cell(self, record: Any) -> str:
        """A link."""
        return format_html('<a href="{}">{}</a>', record.get_edit_url(), str(record))


class CategoryTable(Table):
    """Kinds of units."""

    name = NamedColumn(accessor="pk", order_by=("name",), verbose_name=_("category"))
    public_sector = YesColumn()
    must_visit = YesColumn()
    group_rule = ChoiceColumn()
    used = NumberColumn(verbose_name=_("units"))
    retired = OfferedColumn(verbose_name=_("state"))

    class Meta:
        model = Category
        fields = ("name", "public_sector", "must_visit", "group_rule", "used", "retired")
        order_by = ("name",)
