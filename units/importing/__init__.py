"""What units can import: units, their people, owners of homes, rosters (U9)."""

from core.importing import register
from units.importing.contacts import ContactImport
from units.importing.owners import OwnerImport
from units.importing.rosters import RosterImport
from units.importing.units import UnitImport


def declare() -> None:
    """Called from AppConfig.ready()."""
    for kind in (UnitImport(), ContactImport(), OwnerImport(), RosterImport()):
        register(kind)
