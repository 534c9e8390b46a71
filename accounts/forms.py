"""Forms of sign-in, of one's own settings and of people."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView, Team, User
from core.forms import DayField, SeveralField

LONGEST_NAME = 40  # as the model has it


class SignInForm(AuthenticationForm):
    """User name in any case, and password."""

    error_messages = {
        "invalid_login": _("User name and password do not fit. Check both and try again."),
        "inactive": _("User name and password do not fit. Check both and try again."),
    }

    def clean_username(self) -> str:
        """One spelling, so that the lockout counts `Ann` and `ann` together."""
        username = str(self.cleaned_data["username"]).strip().lower()
        if len(username) > LONGEST_NAME:  # nobody's; the lockout's book could not hold it
            raise self.get_invalid_login_error()
        return username

    def confirm_login_allowed(self, user: Any) -> None:
        """An initial password is good for a week."""
        super().confirm_login_allowed(user)
        if user.initial_until and user.initial_until < timezone.now():
            raise ValidationError(
                _("This initial password has expired. Ask an administrator for a new one.")
            )


class ProofForm(forms.Form):
    """Asks for one's password again; wrong ones count for the lockout."""

    proof = forms.CharField(
        label=_("Your present password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_proof(self) -> str:
        """Refuse what is not this person's password."""
        proof = str(self.cleaned_data["proof"])
        username = self.request.user.get_username()
        if authenticate(self.request, username=username, password=proof) != self.request.user:
            raise ValidationError(_("This is not your present password."))
        return proof


class PasswordForm(ProofForm):
    """A new password, twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )
    again = forms.CharField(
        label=_("The new password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """The house's rules, and not the old one."""
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, self.request.user)  # type: ignore[arg-type]
        if password == self.cleaned_data.get("proof"):
            raise ValidationError(_("This is your present password. Choose a new one."))
        return password

    def clean_again(self) -> str:
        """Typed the same twice."""
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("password") not in (None, again):
            raise ValidationError(_("The two new passwords differ. Type them again."))
        return again


class CodeForm(forms.Form):
    """A six-digit code, or a backup code."""

    token = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
        help_text=_("Six digits from the telephone, or one of your backup codes."),
    )


class SetupForm(ProofForm):
    """The first code of a new device; the password too when it replaces another device."""

    token = forms.CharField(
        label=_("The six digits the telephone shows now"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["proof"]


class PersonForm(forms.ModelForm[User]):
    """A new person."""

    class Meta:
        model = User
        fields = ["username", "name", "role", "projects"]
        field_classes = {"projects": SeveralField}
        widgets = {"projects": forms.CheckboxSelectMultiple}

    def clean_username(self) -> str:
        """Kept in lower case."""
        return str(self.cleaned_data["username"]).strip().lower()

    def _get_validation_exclusions(self) -> set[str]:
        """Whether the name is taken is for the service: the same form sent again is no fault."""
        return {*super()._get_validation_exclusions(), "username"}  # type: ignore[misc]


class PersonEditForm(forms.ModelForm[User]):
    """What an administrator changes later; the user name stays."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ["name", "role", "projects"]
        field_classes = {"projects": SeveralField}
        widgets = {"projects": forms.CheckboxSelectMultiple}


class TeamForm(forms.Form):
    """Into which team, from which day."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none())
    starts_on = DayField(
        label=_("From"),
        help_text=_("The present membership ends the day before."),
    )
    leader = forms.BooleanField(label=_("Leads the team"), required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = Team.objects.filter(project__in=person.projects.all())


class LeaveForm(forms.Form):
    """The last day, and a tick that it is meant."""

    last_day = DayField(label=_("Last day in the team"))
    sure = forms.BooleanField(label=_("Yes, end everything of this person now"))


class SavedViewForm(forms.Form):
    """What a saved view is called, whose it is and where it appears.

    Who may not change the view itself only says where it appears.
    """

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        label=_("Who sees it"),
        required=False,
        empty_label=_("only me"),
    )
    pinned = forms.BooleanField(label=_("Show it in the menu"), required=False)
    default = forms.BooleanField(label=_("Open the list with it"), required=False)
    list = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    where = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(
        self, *args: Any, user: User, view: SavedView | None = None, whole: bool = True, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        if not whole:
            del self.fields["name"], self.fields["team"]
            return
        teams: Any = self.fields["team"]
        own = Q(pk__in=user.team_ids) if user.team_ids else Q(project_id__in=user.project_ids)
        teams.queryset = Team.objects.filter(own | Q(pk=view.team_id if view else None))
