"""Where a page of an answer ended, as a word that can be handed back: opaque, and only good for the same question."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from warehouse.errors import BadCursor

_CLAIM_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)


def write_claim_cursor(question: object, *, published_at: datetime | None, claim_id: str) -> str:
    """Return the cursor of a claim in the answer to this question."""
    return _write(question, [None if published_at is None else published_at.isoformat(), claim_id])


def read_claim_cursor(cursor: str, question: object) -> tuple[datetime | None, int]:
    """Return the date and the key of the claim that the cursor was written from.

    BadCursor for any other word, or for the cursor of another question.
    """
    published_at, claim_id = _read(cursor, question, length=2)
    if not isinstance(claim_id, str) or not _CLAIM_ID.fullmatch(claim_id):
        raise _fault(cursor)
    return (None if published_at is None else _read_date(published_at, cursor)), int(claim_id, 16)


def write_hit_cursor(question: object, *, score: float, key: int) -> str:
    """Return the cursor of a hit in the answer to this question."""
    return _write(question, [score, key])


def read_hit_cursor(cursor: str, question: object) -> tuple[float, int]:
    """Return the score and the key of the hit that the cursor was written from; BadCursor as above."""
    score, key = _read(cursor, question, length=2)
    if not isinstance(score, float) or not isinstance(key, int):
        raise _fault(cursor)
    return score, key


def _write(question: object, key: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([_digest(question), *key]).encode()).decode().rstrip("=")


def _read(cursor: str, question: object, *, length: int) -> list[Any]:
    try:
        content = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _fault(cursor) from error
    if not isinstance(content, list) or len(content) != length + 1:
        raise _fault(cursor)
    if content[0] != _digest(question):
        raise BadCursor("This cursor is of another question: ask the same again, or leave the cursor out")
    return content[1:]


def _read_date(text: object, cursor: str) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise _fault(cursor) from error
    if found.tzinfo is None:
        raise _fault(cursor)
    return found


def _fault(cursor: str) -> BadCursor:
    return BadCursor(f"{cursor[:40]!r} is no cursor: take the one that the page before ended with")


def _digest(question: object) -> str:
    return hashlib.sha256(repr(question).encode("utf-8", "surrogatepass")).hexdigest()[:8]
