"""Homes, purchases, money received, and every change of a price."""

from pricing.models.home import Home
from pricing.models.ledger import LedgerEntry, PriceDifference
from pricing.models.purchase import PriceChange, Purchase

__all__ = ["Home", "LedgerEntry", "PriceChange", "PriceDifference", "Purchase"]
