"""Sincerity and proofs of a customer (P3, R2, U3)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage
from units import permissions
from units.forms.proof import ProofForm, SincerityForm, WithdrawForm
from units.models import Contact, Proof
from units.services.proof import proof_record, proof_withdraw, sincerity_record
from units.views.about import PersonAction


class SincerityRecord(PersonAction):
    """What the customer said of buying."""

    permission = permissions.CONTACT_ADD
    form_class = SincerityForm
    service = staticmethod(sincerity_record)
    title = _("How sincere is this customer?")

    def params(self, form: Any, subject: Contact) -> dict[str, Any]:
        """All as facts."""
        return {"contact_id": subject.pk, "facts": form.cleaned_data}


class ProofRecord(PersonAction):
    """A certificate or a proof of belonging, with its picture."""

    permission = permissions.CONTACT_ADD
    form_class = ProofForm
    service = staticmethod(proof_record)
    title = _("Record a proof")
    done = _("The proof is recorded.")

    def params(self, form: Any, subject: Contact) -> dict[str, Any]:
        """Facts and picture."""
        facts = dict(form.cleaned_data)
        return {"contact_id": subject.pk, "upload": facts.pop("upload"), "facts": facts}


class ProofWithdraw(ActionPage):
    """A paper that proved wrong."""

    model = Proof
    permission = permissions.PROOF_WITHDRAW
    form_class = WithdrawForm
    service = staticmethod(proof_withdraw)
    title = _("Withdraw the proof")
    help = _("A group's price that hung on it is taken back from purchases not signed yet.")
    submit = _("Withdraw")
    done = _("The proof is withdrawn.")

    def queryset(self) -> QuerySet[Any]:
        """With whose it is."""
        rows: QuerySet[Any] = super().queryset()
        return rows.select_related("contact")

    def context(self, form: Any, subject: Proof) -> dict[str, Any]:
        """Which paper of whom."""
        paper = subject.get_paper_display()
        return {"summary": [(_("Customer"), subject.contact), (_("Paper"), paper)]}
