"""Pages of people: sign-in, second factor, inbox, own settings, administration."""

from accounts.views.sign_in import locked_out

__all__ = ["locked_out"]
