"""Two records side by side: which one stays, and whose value of each field (U8)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.found import FoundField, offer
from units.selectors.beside import TOGETHER, Line, lines

SIDES = (("left", _("left")), ("right", _("right")))
TAKE = "take_"


class OtherForm(forms.Form):
    """The second record, looked for while one types."""

    def __init__(self, *args: Any, queryset: Any, url_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("Name, pinyin or initials")
        found = FoundField(url_name=url_name, label=_("Merge with"), empty_label=words)
        self.fields["other"] = found
        offer(self, "other", queryset)


class MergeForm(forms.Form):
    """A radio for the record that stays and one for each field in which they differ."""

    keep = forms.ChoiceField(
        label=_("Which one stays?"), choices=SIDES, initial="left", widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("It stands in the history of the record that stays."),
    )

    def __init__(
        self, *args: Any, left: Any, right: Any, names: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.left, self.right = left, right
        self.lines = lines(left, right, names)
        for line in self.lines:
            if line.differs:
                self.fields[TAKE + line.name] = forms.ChoiceField(
                    label=line.label,
                    choices=SIDES,
                    initial=line.take(self.stays()),
                    widget=forms.RadioSelect,
                )

    @property
    def contested(self) -> list[tuple[Line, str]]:
        """Fields of which both say something else, each with the side that is chosen."""
        return [self._chosen(line) for line in self.lines if line.contested]

    @property
    def filled(self) -> list[tuple[Line, str]]:
        """Fields of which one alone says something, each with the side that is chosen."""
        return [self._chosen(line) for line in self.lines if line.differs and not line.contested]

    @property
    def same(self) -> list[Line]:
        """What both say."""
        return [line for line in self.lines if not line.differs]

    def _chosen(self, line: Line) -> tuple[Line, str]:
        return line, str(self[TAKE + line.name].value() or line.take(self.stays()))

    def stays(self) -> str:
        """The side that stays, as the form stands."""
        value = str(self["keep"].value() or "left")
        return value if value in ("left", "right") else "left"

    def params(self) -> tuple[Any, Any, list[str]]:
        """Survivor, loser, and the fields in which the loser's value is taken."""
        data = self.cleaned_data
        other = "right" if data["keep"] == "left" else "left"
        pair = (self.left, self.right) if data["keep"] == "left" else (self.right, self.left)
        taken = [line.name for line in self.lines if data.get(TAKE + line.name) == other]
        return *pair, [name for one in taken for name in TOGETHER.get(one, (one,))]


class OtherOneForm(forms.Form):
    """The second record, by its key."""

    def __init__(self, *args: Any, queryset: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"] = forms.ModelChoiceField(queryset, widget=forms.HiddenInput)
