"""Disputes: the list, both sides beside each other, evidence, the ruling (U6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, Button, DetailPage, Empty, Fact, ListPage
from core.pages.base import Link
from units import permissions
from units.filters.ownership import DisputeFilter
from units.forms.ownership import EvidenceForm, RulingForm
from units.models import Contact, Dispute
from units.selectors import dispute as reads
from units.services import dispute_rule, dispute_withdraw, evidence_add
from units.tables.ownership import DisputeTable

EVIDENCE = Button(
    _("Add evidence"), "dispute_evidence", "paperclip", permissions.DISPUTE_VIEW, True, own=True
)
RULE = Button(
    _("Rule"), "dispute_rule", "shield-check", permissions.DISPUTE_RULE, primary=True, own=True
)
WITHDRAW = Button(_("Withdraw"), "dispute_withdraw", "x-circle", own=True)


def _sides(dispute: Dispute, user: Any) -> list[tuple[Any, Any]]:
    """Who holds and who claims; said to be hidden where it is."""
    names, hidden = reads.names(dispute, user), _("not told before the ruling")
    both = ((_("Holder"), "holder"), (_("Claimant"), "claimant"))
    return [(label, names[role] or hidden) for label, role in both]


class DisputeList(ListPage):
    """One's own side's disputes; the project's for who rules."""

    model = Dispute
    permission = permissions.DISPUTE_VIEW
    table_class = DisputeTable
    filterset_class = DisputeFilter
    title = _("Disputes")
    empty = Empty(
        _("No disputes"),
        _("One opens by itself when somebody registers a customer who is protected."),
    )


class DisputeDetail(DetailPage):
    """The rule, its dates, and what each side has to say."""

    model = Dispute
    permission = permissions.DISPUTE_VIEW
    template_name = "units/dispute_detail.html"

    def queryset(self) -> Any:
        """With the people of both sides."""
        related = ("contact", "registration", "holder", "claimant", "decided_by")
        return super().queryset().select_related(*related)

    def links(self, subject: Any = None) -> list[Link]:
        """While it is open: evidence for the two, withdrawal for the claimant, the ruling."""
        if not subject.is_open:
            return []
        mine = self.user.pk == subject.claimant_id
        party = mine or self.user.pk == subject.holder_id
        may_rule = self.user.has_perm(permissions.DISPUTE_RULE) and not party
        wanted = ((RULE, may_rule), (EVIDENCE, party), (WITHDRAW, mine))
        return [button.link(subject) for button, shown in wanted if shown]

    def facts(self, subject: Dispute) -> list[tuple[Any, list[Fact]]]:
        """Who and when; a name that is not told yet is a dash."""
        seen = Contact.objects.visible_to(self.user).filter(pk=subject.contact_id).exists()
        url = subject.contact.get_absolute_url() if seen else ""
        return [
            (
                _("Dispute"),
                [
                    Fact(_("Customer"), str(subject), url),
                    Fact(_("Mobile"), subject.contact.masked_mobile),
                    *(Fact(label, name) for label, name in _sides(subject, self.user)),
                ],
            )
        ]

    def context(self, subject: Dispute) -> dict[str, Any]:
        """Both sides, or one's own."""
        return {
            "sides": reads.sides(subject, self.user),
            "renewals": reads.renewals(subject, self.user),
        }


class _About(ActionPage):
    """A page about one dispute, which says which."""

    model = Dispute

    def queryset(self) -> Any:
        """With the people of both sides."""
        return super().queryset().select_related("contact", "holder", "claimant")

    def context(self, form: Any, subject: Dispute) -> dict[str, Any]:
        """Whom it is about, and between whom, as far as the reader may know."""
        return {"summary": [(_("Customer"), subject), *_sides(subject, self.user)]}


class DisputeEvidence(_About):
    """What one knows, with papers."""

    permission = permissions.DISPUTE_VIEW
    form_class = EvidenceForm
    service = staticmethod(evidence_add)
    title = _("Add evidence")
    help = _("The sales manager reads it before the ruling; the other side does not.")
    submit = _("Add")
    done = _("The evidence is kept.")


class DisputeWithdraw(_About):
    """The claimant takes the claim back."""

    permission = permissions.DISPUTE_VIEW
    service = staticmethod(dispute_withdraw)
    title = _("Withdraw the claim")
    help = _("The customer stays with who holds them. You may claim again later.")
    submit = _("Withdraw")
    done = _("The claim is withdrawn.")


class DisputeRule(_About):
    """Final, with a reason, told to both."""

    permission = permissions.DISPUTE_RULE
    form_class = RulingForm
    service = staticmethod(dispute_rule)
    title = _("Rule on the dispute")
    help = _("The ruling is final. Both read it with its reason and learn each other's name.")
    submit = _("Give the ruling")
    done = _("The ruling is given; both are told.")
