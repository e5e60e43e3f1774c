"""Every number of a text as a typed quantity: value, unit, bound, change and concept."""

from __future__ import annotations

from nlp.quantities.scan import Piece, find_pieces, find_quantities, list_sentences, read, scan, tell_quantities

__all__ = ["Piece", "find_pieces", "find_quantities", "list_sentences", "read", "scan", "tell_quantities"]
