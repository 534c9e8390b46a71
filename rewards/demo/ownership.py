"""Who follows what: two customers in dispute, and what nobody follows, in the public pool."""

from accounts.models import User
from core.commands import execute
from rewards.demo.people import Cast
from units.models import Category, Contact, Dispute, Registration, Unit
from units.services import (
    customer_register,
    customer_release,
    evidence_add,
    unit_add,
    unit_release,
)

# name, category, address, who followed it before
POOLED_UNITS = (
    ("泉州浦西商业街", "street", "泉州市丰泽区浦西路", "bob"),
    ("鲤城工业园", "industrial", "泉州市鲤城区江南街道", "cai"),
)
# name, mobile, who followed them before
POOLED_CUSTOMERS = (("林小满", "13960099001", "bob"), ("黄秋实", "13960099002", "cai"))
# name, mobile, who holds them, who claims them, what is said
DISPUTED = (
    ("郑明月", "13960099011", "ann", "bob", "五月二十日在商会活动上见过，留了名片。"),
    ("何向阳", "13960099012", "cai", "lead2", "上月带她看过样板房，当时没有登记。"),
)
WHY = "区域调整，暂无人跟进。"


def seed_ownership(cast: Cast) -> None:
    """Units and customers in the pool, and disputes."""
    for row in POOLED_UNITS:
        if not Unit.objects.filter(project=cast.project, name=row[0]).exists():
            _pooled_unit(row, cast)
    for name, mobile, owner in POOLED_CUSTOMERS:
        if not _known(mobile, cast):
            made = _registered(name, mobile, cast.people[owner])
            manager = cast.people["manager"]
            execute(customer_release, contact_id=made.contact_id, why=WHY, by=manager)
    for row5 in DISPUTED:
        if not _known(row5[1], cast):
            _disputed(row5, cast)


def _pooled_unit(row: tuple[str, str, str, str], cast: Cast) -> None:
    name, category, address, owner = row
    facts = {"name": name, "category": Category.objects.get(code=category), "address": address}
    unit = execute(unit_add, facts=facts, by=cast.people[owner])
    execute(unit_release, unit_id=unit.pk, why=WHY, by=cast.people["manager"])


def _disputed(row: tuple[str, str, str, str, str], cast: Cast) -> None:
    name, mobile, holder, claimant, said = row
    _registered(name, mobile, cast.people[holder])
    by = cast.people[claimant]
    dispute = execute(customer_register, facts={"name": name, "mobile": mobile}, by=by)
    if isinstance(dispute, Dispute):
        execute(evidence_add, dispute_id=dispute.pk, text=said, by=by)


def _registered(name: str, mobile: str, by: User) -> Registration:
    made = execute(customer_register, facts={"name": name, "mobile": mobile}, by=by)
    if isinstance(made, Dispute):
        raise TypeError(f"{name} is registered already.")
    return made


def _known(mobile: str, cast: Cast) -> bool:
    return Contact.objects.filter(project=cast.project, mobile=f"+86{mobile}").exists()
