"""Held rewards and held gifts in the place of a table, so that one list has both (L2, ADR 086).

Filters, order, pages, counts and exports are the database's work, as for any other list.
"""

from typing import Any

from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable

_HELD = """
SELECT r.id * 2 AS id, 'reward' AS kind, r.id AS subject_id, r.contract_no AS item,
    r.amount AS amount, r.holds AS holds, r.held_on AS held_on,
    r.contact_id AS contact_id, r.unit_id AS unit_id, u.team_id AS team_id,
    u.project_id AS project_id, u.name AS unit, u.sound AS unit_sound,
    c.name AS contact, c.sound AS contact_sound,
    EXISTS (SELECT 1 FROM rewards_decision d
        WHERE d.reward_id = r.id AND d.kind = 'agree') AS agreed
FROM rewards_reward r JOIN units_unit u ON u.id = r.unit_id
JOIN units_contact c ON c.id = r.contact_id WHERE r.state = 'on_hold'
UNION ALL
SELECT g.id * 2 + 1, 'gift', g.id, g.item, g.value, g.holds, g.held_on,
    g.contact_id, g.unit_id, u.team_id, u.project_id, u.name, u.sound, c.name, c.sound,
    EXISTS (SELECT 1 FROM rewards_giftdecision d
        WHERE d.gift_id = g.id AND d.kind = 'agree')
FROM units_gift g JOIN units_unit u ON u.id = g.unit_id
JOIN units_contact c ON c.id = g.contact_id WHERE g.state = 'on_hold'
"""


class _HeldRows(BaseTable):
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Both kinds under the name of the table they stand for."""
        return f"({_HELD}) {compiler.quote_name_unless_alias(self.table_alias)}", ()


class HeldQuery(Query):
    """A query that reads both kinds; there is nothing to write to."""

    base_table_class = _HeldRows
