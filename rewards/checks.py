"""What vouchers need of the machine, found by `manage.py check`."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from core import pdf


@register("rewards", deploy=True)
def pango(**_: Any) -> list[CheckMessage]:
    """Pango, for PDFs; asked before going into service, as the import takes a moment."""
    if pdf.available():
        return []
    hint = f"apt install {pdf.PACKAGES}. Until then vouchers are printed from the browser."
    return [Warning("Pango is missing, so vouchers cannot be PDFs.", hint=hint, id="rewards.W001")]
