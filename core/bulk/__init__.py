"""One action on many rows of a list: declared as data, worked row by row, each at most once.

    bulk.register("unit_list", bulk.Action(
        "assign", _("Assign"), "person-check", permissions.UNIT_ASSIGN, unit_assign, "unit_id",
        AssignForm,
    ))

An upper app registers for a lower one's list by the name of its address.
"""

from core.bulk.kinds import Action, Bar, action_named, actions_for, register

__all__ = ["Action", "Bar", "action_named", "actions_for", "register"]
