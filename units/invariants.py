"""What must always hold of units and people (K1, U4, U5, L1)."""

from django.utils.translation import gettext_lazy as _

from core.invariants import register_invariant, sealed

register_invariant(
    "units.owner",
    _("A unit is followed by whom its last change of ownership names, from its first day on"),
    """
    SELECT u.id, u.owner_id, c.to_owner_id FROM units_unit u
    LEFT JOIN units_ownershipchange c ON c.unit_id = u.id
    AND c.id = (SELECT max(last.id) FROM units_ownershipchange last WHERE last.unit_id = u.id)
    WHERE c.id IS NULL OR COALESCE(u.owner_id, 0) <> COALESCE(c.to_owner_id, 0)
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
    JOIN units_unit u ON u.id = t.unit_id
    WHERE c.unit_id IS NULL OR c.unit_id <> COALESCE(u.merged_into_id, t.unit_id)
    """,
)
register_invariant(
    "units.identity_sealed",
    _("No identity number of a person is stored readable"),
    sealed("units.Contact", "id_number"),
)
register_invariant(
    "units.groups",
    _("A unit's group belongs to its project and is none of its own branches"),
    """
    WITH RECURSIVE upwards (id, above) AS (
        SELECT id, parent_id FROM units_unit WHERE parent_id IS NOT NULL
        UNION
        SELECT below.id, u.parent_id FROM upwards below JOIN units_unit u ON u.id = below.above
        WHERE u.parent_id IS NOT NULL
    )
    SELECT id, above FROM upwards WHERE id = above
    UNION ALL
    SELECT b.id, g.id FROM units_unit b JOIN units_unit g ON g.id = b.parent_id
    WHERE g.project_id <> b.project_id
    """,
)
register_invariant(
    "units.found",
    _("Every unit is found among likely duplicates"),
    """
    SELECT u.id FROM units_unit u WHERE length(u.normalised) > 1
    AND NOT EXISTS (SELECT 1 FROM units_likeness l WHERE l.unit_id = u.id)
    """,
)
register_invariant(
    "units.merged",
    _("A record is merged if and only if a standing merge says so"),
    """
    SELECT u.id, u.merged_into_id FROM units_unit u
    LEFT JOIN units_merge m ON m.unit_gone_id = u.id AND m.undone_at IS NULL
    WHERE (u.merged_into_id IS NULL) <> (m.id IS NULL) OR u.merged_into_id <> m.unit_id
    UNION ALL
    SELECT c.id, c.merged_into_id FROM units_contact c
    LEFT JOIN units_merge m ON m.contact_gone_id = c.id AND m.undone_at IS NULL
    WHERE (c.merged_into_id IS NULL) <> (m.id IS NULL) OR c.merged_into_id <> m.contact_id
    """,
)
register_invariant(
    "units.certificates",
    _("Who has a certificate has shown one that holds"),
    """
    SELECT c.id FROM units_contact c
    WHERE c.certificate AND c.merged_into_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM units_proof p WHERE p.contact_id = c.id AND p.kind = 'certificate'
        AND p.withdrawn_at IS NULL
    )
    UNION ALL
    SELECT c.id FROM units_contact c
    JOIN units_proof p ON p.contact_id = c.id AND p.kind = 'certificate'
    AND p.withdrawn_at IS NULL AND p.valid_until IS NULL
    WHERE NOT c.certificate AND c.erased_at IS NULL
    """,
)
