"""What a person says about their data, and what is answered (L1)."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.file_fields import EvidenceField
from core.forms import DayField, VersionField
from core.models import Attachment
from core.personal.report import mention_said
from units.forms.people import ContactForm
from units.models import Consent, PersonRequest
from units.models.contact import How
from units.services.looking import Doubtful
from units.services.report import JSON, PAGE, PDF

LONGEST_KEY = 20


class ConsentForm(forms.Form):
    """One answer for one purpose, and what shows it."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=Consent.Purpose.choices, widget=forms.RadioSelect
    )
    given = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Yes, we may")), ("no", _("No, or not any more"))],
        widget=forms.RadioSelect,
        help_text=_("A no for marketing stops it at once."),
    )
    how = forms.ChoiceField(label=_("How they said it"), choices=How.choices)
    said_on = DayField(label=_("Said on"), initial=timezone.localdate)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        help_text=_("What shows it: the form's number, who heard it, the words of the message."),
    )
    upload = EvidenceField(
        label=_("Photo or PDF of it"),
        required=False,
        help_text=_("Needed where they said no before."),
    )


class RequestForm(forms.Form):
    """What somebody asks about their data."""

    kind = forms.ChoiceField(
        label=_("What they ask"), choices=PersonRequest.Kind.choices, widget=forms.RadioSelect
    )
    how = forms.ChoiceField(label=_("How they asked"), choices=How.choices)
    received_on = DayField(label=_("Request received"), initial=timezone.localdate)
    asked_by = forms.CharField(
        label=_("Who asked"),
        max_length=60,
        required=False,
        help_text=_("Only if it was not the person: a parent, a lawyer, an heir."),
    )
    words = forms.CharField(
        label=_("In their words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """How a request ends."""

    done = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Done as asked")), ("no", _("Refused, with the reason"))],
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("What was done, or why not"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectForm(ContactForm):
    """The person as they say it is right; what we think of them is not theirs to write."""

    version = VersionField()
    outcome = forms.CharField(
        label=_("What was corrected, and by what proof"),
        max_length=400,
        help_text=_("For example: the identity card was shown."),
    )

    class Meta(ContactForm.Meta):
        fields = ("name", "position", "mobile", "official", "helps_with", "preferences")

    field_order = ("name", "position", "mobile", "born", "official", "helps_with", "preferences")


class LookForm(forms.Form):
    """Other names, and which of the doubtful files and words are the person's."""

    called = forms.CharField(
        label=_("What else they are called"),
        max_length=200,
        required=False,
        help_text=_("Nicknames, short names, titles that notes use for them; commas between."),
    )
    words = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    attachments = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, seen: Doubtful, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen
        offered: dict[str, Any] = {
            "words": [(mention.key, mention.key) for mention in seen.words],
            "attachments": [(kept.pk, kept.name) for kept in seen.files],
        }
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def places(self) -> list[tuple[str, list[tuple[str, str]], bool]]:
        """Each doubtful text: its key, where it is and what it says, whether it is chosen."""
        ticked = set(self["words"].value() or ())
        seen = self.seen.words
        return [(one.key, list(mention_said(one)), one.key in ticked) for one in seen]

    @property
    def pictures(self) -> list[tuple[Attachment, bool]]:
        """Each doubtful file, and whether it is chosen."""
        ticked = {str(key) for key in self["attachments"].value() or ()}
        return [(kept, str(kept.pk) in ticked) for kept in self.seen.files]


class ReportForm(forms.Form):
    """Why one looks, and in which form."""

    reason = forms.CharField(label=_("Reason"), min_length=5, max_length=200)
    kind = forms.ChoiceField(
        label=_("As"),
        choices=[(PAGE, _("a page")), (PDF, _("a PDF file")), (JSON, _("a JSON file"))],
        widget=forms.RadioSelect,
        initial=PAGE,
    )


class ConfirmForm(forms.Form):
    """Who was shown, and that it is meant."""

    people = forms.CharField(widget=forms.HiddenInput, required=False)
    sure = forms.BooleanField(label=_("I have looked at the list. These people are erased."))

    def clean_people(self) -> list[int]:
        """The numbers of the people shown."""
        keys = self.cleaned_data["people"].split()
        if not all(key.isdecimal() and len(key) < LONGEST_KEY for key in keys):
            raise forms.ValidationError(_("The proposal has changed meanwhile. Look at it again."))
        return [int(key) for key in keys]

    def clean(self) -> dict[str, Any]:
        """Only the people are the service's."""
        cleaned = super().clean() or self.cleaned_data
        return {name: value for name, value in cleaned.items() if name != "sure"}
