"""What must always hold of units and people (K1, U4, U5, L1)."""

from django.utils.translation import gettext_lazy as _

from core.invariants import register_invariant, sealed

register_invariant(
    "units.owner",
    _("A unit is followed by whom its last change of ownership names"),
    """
    SELECT u.id, u.owner_id, c.to_owner_id FROM units_unit u
    JOIN units_ownershipchange c ON c.unit_id = u.id
    AND c.id = (SELECT max(last.id) FROM units_ownershipchange last WHERE last.unit_id = u.id)
    WHERE COALESCE(u.owner_id, 0) <> COALESCE(c.to_owner_id, 0)
    OR COALESCE(u.team_id, 0) <> COALESCE(c.to_team_id, 0)
    """,
)
register_invariant(
    "units.grade",
    _("A unit's grade is that of its last evaluation"),
    """
    SELECT u.id, u.grade, e.grade FROM units_unit u
    JOIN units_evaluation e ON e.unit_id = u.id
    AND e.id = (SELECT max(last.id) FROM units_evaluation last WHERE last.unit_id = u.id)
    WHERE u.grade <> e.grade OR u.strength <> e.strength OR u.sincerity <> e.sincerity
    """,
)
register_invariant(
    "units.key_persons",
    _("A unit has one key person at a time"),
    """
    SELECT a.id, b.id FROM units_keypersontenure a
    JOIN units_keypersontenure b ON b.unit_id = a.unit_id AND b.id > a.id
    AND (a.ends_on IS NULL OR b.starts_on < a.ends_on)
    AND (b.ends_on IS NULL OR a.starts_on < b.ends_on)
    AND (a.ends_on IS NULL OR a.ends_on > a.starts_on)
    AND (b.ends_on IS NULL OR b.ends_on > b.starts_on)
    """,
)
register_invariant(
    "units.key_person_of",
    _("A key person is one of the unit's own people"),
    """
    SELECT t.id FROM units_keypersontenure t JOIN units_contact c ON c.id = t.contact_id
    WHERE c.unit_id IS NULL OR c.unit_id <> t.unit_id
    """,
)
register_invariant(
    "units.identity_sealed",
    _("No identity number of a person is stored readable"),
    sealed("units.Contact", "id_number"),
)
