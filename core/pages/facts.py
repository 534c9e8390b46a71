"""Facts of a record: label, value, where it stands from, and the way to edit it in its place.

They draw themselves: a record page has some forty, and a template for each would take longer than
all its queries.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.pages.base import Text
from core.templatetags.tuoke import NOTHING, day, icon


@dataclass(frozen=True)
class Stands:
    """Where a fact stands from, when and by whom; `past_url` shows what it was before."""

    source: Text
    at: datetime
    by: str
    url: str = ""
    past_url: str = ""

    def drawn(self, label: Text) -> SafeString:
        """One small line below the value."""
        return format_html(
            '<span class="fact-stands">{} · {} · {}{}</span>',
            _linked(self.url, self.source),
            day(self.at),
            self.by,
            self._past(label) if self.past_url else "",
        )

    def _past(self, label: Text) -> SafeString:
        return format_html(
            ' <a class="fact-past" href="{}" data-dialog aria-label="{}">{}</a>',
            self.past_url,
            _("What it was before: %(label)s") % {"label": label},
            icon("clock-history"),
        )


@dataclass(frozen=True)
class Fact:
    """One label–value row of the side panel; an empty value is shown as a dash.

    With `edit_url` the value is edited where it stands. `stands` says where it comes from.
    """

    label: Text
    value: Any
    url: str = ""
    css: str = ""
    edit_url: str = ""
    stands: Stands | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is known."""
        return self.value is None or self.value == ""

    @property
    def shown(self) -> SafeString | Text:
        """The value alone."""
        if self.empty:
            return format_html('<span class="muted">{}</span>', NOTHING)
        return _linked(self.url, linebreaksbr(self.value))

    @property
    def row(self) -> SafeString:
        """What stands in the row of a fact that is edited in its place."""
        return format_html(
            '<span class="fact-value {}">{}</span>{}{}',
            self.css,
            self.shown,
            self._pencil() if self.edit_url else "",
            self.stands.drawn(self.label) if self.stands else "",
        )

    def _pencil(self) -> SafeString:
        return format_html(
            '<a class="fact-pencil" href="{0}" hx-get="{0}" aria-label="{1}">{2}</a>',
            self.edit_url,
            _("Edit: %(label)s") % {"label": self.label},
            icon("pencil"),
        )


def _linked(url: str, text: SafeString | Text) -> SafeString | Text:
    return format_html('<a href="{}">{}</a>', url, text) if url else text
