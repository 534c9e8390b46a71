"""Customers registered and arrived this month, so that the ranking has something to rank."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from core.commands import execute
from rewards.demo import plan
from rewards.demo.people import Cast
from units.models import Contact
from units.services import arrival_record, customer_register


def seed_customers(cast: Cast) -> None:
    """Spread over the days of the month so far."""
    for index, (username, registered, arrived) in enumerate(plan.CUSTOMERS):
        for number in range(registered):
            _customer(cast.people[username], index * 100 + number, number < arrived, cast)


def _customer(by: User, number: int, arrives: bool, cast: Cast) -> None:
    mobile = f"139600{number:05d}"
    if Contact.objects.filter(project=cast.project, mobile=f"+86{mobile}").exists():
        return
    today = timezone.localdate()
    on = today - timedelta(days=number % today.day)
    name = plan.SURNAMES[number % len(plan.SURNAMES)] + plan.GIVEN[number % len(plan.GIVEN)]
    registration = execute(customer_register, facts={"name": name, "mobile": mobile}, on=on, by=by)
    if arrives:
        execute(arrival_record, contact_id=registration.contact_id, arrived_on=on, by=by)
