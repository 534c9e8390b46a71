"""Strings of the libraries that people read, named so that our catalogue holds them, too.

Django has them in Chinese, less plainly; django-filter keeps its own where Django does not look;
axes and django-otp have none. Our catalogue comes first, so the pages speak with one voice. Nothing
imports this module: it is there to be collected.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

STRINGS = (
    # django.forms
    _("This field is required."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid value."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Enter a list of values."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("No file was submitted."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    _("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
    # django.core.validators
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
        "max",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
        "max",
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
        "max",
    ),
    _("Null characters are not allowed."),
    # django-filter
    _("Unknown"),
    _("Yes"),
    _("No"),
    _("Range query expects two values."),
    # axes, in the admin
    _("Axes"),
    _("access attempt"),
    _("access attempts"),
    _("access failure"),
    _("access failures"),
    _("access log"),
    _("access logs"),
    _("User Agent"),
    _("IP Address"),
    _("Username"),
    _("HTTP Accept"),
    _("Path"),
    _("Attempt Time"),
    _("Logout Time"),
    _("Access lock out"),
    _("GET Data"),
    _("POST Data"),
    _("Failed Logins"),
    _("Form Data"),
    _("Meta Data"),
    _("Session key hash (sha256)"),
    _("Locked Out"),
    _("Not set"),
    _("Attempt Remaining"),
    _("Clean up expired attempts"),
    # django.contrib.admin, not in its Chinese yet
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
)
