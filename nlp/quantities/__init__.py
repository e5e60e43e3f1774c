"""Every number of a text as a typed quantity: value, unit, bound, change and concept."""

from __future__ import annotations

from nlp.quantities.scan import find_quantities, read, scan

__all__ = ["find_quantities", "read", "scan"]
