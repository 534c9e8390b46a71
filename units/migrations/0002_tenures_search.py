"""Key-person tenures never overlap (K1); names are found in the middle; consents only grow."""

from django.db import migrations

from core.no_overlap import NoOverlap
from core.operations import AppendOnly
from core.trigram import TrigramIndex


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [
        NoOverlap("units_keypersontenure", "unit_id", last_included=False),
        TrigramIndex("units_unit", "normalised"),
        TrigramIndex("units_unit", "doubled"),
        TrigramIndex("units_unit", "sound"),
        TrigramIndex("units_unit", "initials"),
        TrigramIndex("units_unit", "telephone"),
        TrigramIndex("units_contact", "doubled"),
        TrigramIndex("units_contact", "sound"),
        TrigramIndex("units_contact", "mobile"),
        AppendOnly("units_ownershipchange"),
    ]
