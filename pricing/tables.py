"""Columns of the lists."""

from django.utils.translation import gettext_lazy as _

from core.tables import Column, DayColumn, LinkColumn, MoneyColumn, PillColumn, Table
from pricing.models import Home, PriceDifference, Purchase

_BY_HOME = ("home__building", "home__number")


class HomeTable(Table):
    """The price list with normal and group conditions (P11)."""

    number = LinkColumn(accessor="label", verbose_name=_("home"), order_by=("building", "number"))
    area = Column(css="num")
    unit_price = MoneyColumn(verbose_name=_("per m²"))
    list_price = MoneyColumn()
    one_time_price = MoneyColumn(verbose_name=_("normal price"), order_by=("list_price",))
    group_price = MoneyColumn(verbose_name=_("group price"), order_by=("list_price",))
    state = PillColumn()

    class Meta:
        model = Home
        fields = (
            "number",
            "area",
            "unit_price",
            "list_price",
            "one_time_price",
            "group_price",
            "state",
        )
        order_by = ("number",)


class PurchaseTable(Table):
    """Purchases."""

    home = LinkColumn(order_by=_BY_HOME)
    contact = Column(order_by=("contact__sound",))
    unit = Column(order_by=("unit__sound",))
    state = PillColumn()
    price = MoneyColumn()
    subscription_no = Column(css="num", verbose_name=_("no."))
    reserved_on = DayColumn()
    owner = Column(order_by=("owner__name",))

    class Meta:
        model = Purchase
        fields = (
            "home",
            "contact",
            "unit",
            "state",
            "price",
            "subscription_no",
            "reserved_on",
            "owner",
        )
        order_by = ("-reserved_on",)


class DifferenceTable(Table):
    """What buyers are owed (P5)."""

    purchase = LinkColumn(
        accessor="purchase__home",
        verbose_name=_("home"),
        order_by=("purchase__home__building", "purchase__home__number"),
    )
    contact = Column(
        accessor="purchase__contact",
        verbose_name=_("buyer"),
        order_by=("purchase__contact__sound",),
    )
    unit = Column(
        accessor="purchase__unit", verbose_name=_("unit"), order_by=("purchase__unit__sound",)
    )
    contract_no = Column(verbose_name=_("contract number"), order_by=("purchase__contract_no",))
    amount = MoneyColumn()
    arose_at = DayColumn()
    settled_on = DayColumn()
    state = PillColumn()

    class Meta:
        model = PriceDifference
        fields = (
            "purchase",
            "contact",
            "unit",
            "contract_no",
            "amount",
            "arose_at",
            "settled_on",
            "state",
        )
        order_by = ("-arose_at",)
