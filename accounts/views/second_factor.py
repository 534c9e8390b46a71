"""The second factor: verify, set up, backup codes, do without."""

from base64 import b32encode
from typing import Any, ClassVar

import segno
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import login as remember_device
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from accounts import sessions
from accounts.forms import CodeForm, ProofForm, SetupForm
from accounts.selectors import has_second_factor
from accounts.services import second_factor
from core.errors import DomainError
from core.pages import FormPage

KEY = "second_factor_key"


def next_url(request: HttpRequest) -> str:
    """Where `next` leads, if that is in this house; else the start page."""
    url = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()):
        return url
    return resolve_url(settings.LOGIN_REDIRECT_URL)


class SecondFactorVerify(FormPage):
    """After the password: a code from the telephone."""

    permission = None
    template_name = "accounts/second_factor_verify.html"
    form_class = CodeForm
    service = staticmethod(second_factor.second_factor_check)
    title = gettext_lazy("Second factor")
    submit = gettext_lazy("Go on")
    done = gettext_lazy("Welcome.")
    once = False

    def run(self, form: Any, subject: None) -> Any:
        """Remember the device in the session, under a fresh session key."""
        proof = super().run(form, subject)
        if proof.device is None:
            raise _refusal(proof)
        self.request.session.cycle_key()
        remember_device(self.request, proof.device)
        return proof

    def success_url(self, result: Any, subject: None) -> str:
        """Where the person wanted to go."""
        return next_url(self.request)


def _refusal(proof: second_factor.Proof) -> DomainError:
    if proof.wait_until is None:
        return DomainError(_("This code does not fit. Enter the next one."), field="token")
    seconds = max(1, round((proof.wait_until - timezone.now()).total_seconds()))
    return DomainError(
        _("Too many wrong codes. Wait %(seconds)d seconds, then enter a new one.")
        % {"seconds": seconds},
        field="token",
    )


class CodesPage(FormPage):
    """A form whose answer is the backup codes, this once."""

    permission = None
    form_class: ClassVar[type[BaseForm]] = ProofForm
    once = False

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        """The form checks the password with the request."""
        return {"request": self.request}

    def params(self, form: Any, subject: None) -> dict[str, Any]:
        """The password was for the form alone."""
        return {}

    def run(self, form: Any, subject: None) -> Any:
        """Keep the result for the answer."""
        self.device = super().run(form, subject)
        return self.device

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The codes instead of a redirect: nothing keeps them in plain text."""
        response = super().post(request, *args, **kwargs)
        if response.status_code != 302:
            return response
        context = {
            "codes": self.device.backup_codes,
            "next": next_url(request),
            "title": _("Your backup codes"),
        }
        return render(request, "accounts/backup_codes.html", context)

    def success_url(self, result: Any, subject: None) -> str:
        """Not used for long: `post` answers itself."""
        return reverse("me")


class SecondFactorSetup(CodesPage):
    """A QR code to scan and the first code to prove it; also to change to another telephone."""

    template_name = "accounts/second_factor_setup.html"
    form_class = SetupForm
    service = staticmethod(second_factor.second_factor_enable)
    title = gettext_lazy("Set up the second factor")
    submit = gettext_lazy("Switch it on")
    done = gettext_lazy("The second factor is on.")

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        """Who has a device already proves the password as well."""
        return {**super().form_kwargs(subject), "replaces": has_second_factor(self.user)}

    def params(self, form: Any, subject: None) -> dict[str, Any]:
        """The key stays in the session until its first code has come."""
        return {"key": self._key(), "token": form.cleaned_data["token"]}

    def run(self, form: Any, subject: None) -> Any:
        """This session goes on, verified; all others have ended."""
        device = super().run(form, subject)
        del self.request.session[KEY]
        update_session_auth_hash(self.request, self.user)
        remember_device(self.request, device)
        return device

    def context(self, form: Any, subject: None) -> dict[str, Any]:
        """The key as a picture and as text."""
        device = TOTPDevice(user=self.user, key=self._key())
        code = segno.make(device.config_url, error="m", micro=False)
        secret = b32encode(device.bin_key).decode()
        return {
            "qr": code.svg_data_uri(scale=5, border=4, light="#fff", dark="#000"),
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        }

    def _key(self) -> str:
        return str(self.request.session.setdefault(KEY, default_key()))


class BackupCodes(CodesPage):
    """Ten new codes in place of the old ones."""

    template_name = "core/form.html"
    service = staticmethod(second_factor.backup_codes_renew)
    title = gettext_lazy("New backup codes")
    submit = gettext_lazy("Make new codes")
    done = gettext_lazy("The old codes are no longer good.")


class SecondFactorRemove(FormPage):
    """Do without the second factor, where that is allowed."""

    permission = None
    form_class = ProofForm
    service = staticmethod(second_factor.second_factor_remove)
    title = gettext_lazy("Switch the second factor off")
    submit = gettext_lazy("Switch it off")
    done = gettext_lazy("The second factor is off.")
    once = False

    form_kwargs = CodesPage.form_kwargs
    params = CodesPage.params

    def run(self, form: Any, subject: None) -> Any:
        """This session goes on."""
        user = super().run(form, subject)
        self.request.session[sessions.SECOND_FACTOR_DUE] = False
        update_session_auth_hash(self.request, self.user)
        return user

    def success_url(self, result: Any, subject: None) -> str:
        """Back to one's settings."""
        return reverse("me")
