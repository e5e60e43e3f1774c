"""Where a page of an answer ended, as a word that can be handed back: opaque, and only good for the same question."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any

from warehouse.errors import BadCursor


def write_cursor(question: object, key: list[Any]) -> str:
    """Return the cursor of the row with this key in the answer to this question."""
    return base64.urlsafe_b64encode(json.dumps([_digest(question), *key]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, question: object, *, length: int) -> list[Any]:
    """Return the key that the cursor was written from; BadCursor for any other word or another question's cursor."""
    try:
        content = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise BadCursor(f"{cursor[:40]!r} is no cursor: take the one that the page before ended with") from error
    if not isinstance(content, list) or len(content) != length + 1:
        raise BadCursor(f"{cursor[:40]!r} is no cursor: take the one that the page before ended with")
    if content[0] != _digest(question):
        raise BadCursor("This cursor is of another question: ask the same again, or leave the cursor out")
    return content[1:]


def _digest(question: object) -> str:
    return hashlib.sha256(repr(question).encode("utf-8", "surrogatepass")).hexdigest()[:8]
