"""Tenures never overlap (K1); whose a customer was only grows (U5); names are found in the middle."""

from django.db import migrations

from core.no_overlap import NoOverlap
from core.operations import AppendOnly, MaskOnly
from core.trigram import TrigramIndex


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]

    operations = [
        NoOverlap("units_keypersontenure", "unit_id", last_included=False),
        AppendOnly("units_ownershipchange"),
        MaskOnly("units_ownershipchange", "why"),
        AppendOnly("units_ownershipshare"),
        AppendOnly("units_handover"),
        TrigramIndex("units_unit", "normalised"),
        TrigramIndex("units_unit", "doubled"),
        TrigramIndex("units_unit", "sound"),
        TrigramIndex("units_unit", "initials"),
        TrigramIndex("units_unit", "short_spelled"),
        TrigramIndex("units_unit", "telephone"),
        TrigramIndex("units_contact", "doubled"),
        TrigramIndex("units_contact", "sound"),
        TrigramIndex("units_contact", "initials"),
        TrigramIndex("units_contact", "mobile"),
    ]
