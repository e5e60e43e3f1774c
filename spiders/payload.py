"""What an answer carries, read without trust in what it says of itself."""

from __future__ import annotations

import json

from scrapy.http import Response

_TEXT_TYPES = ("text/", "application/xhtml", "application/xml", "application/json", "application/ld+json")
_WIDE_MARKS = {b"\xff\xfe", b"\xfe\xff"}


def read_json(response: Response) -> object:
    """Return the value of a JSON answer, or None where it is no JSON."""
    try:
        value: object = json.loads(response.body)
    except (ValueError, RecursionError):
        return None
    return value


def read_content_type(response: Response) -> str:
    """Return the content type as the answer states it, "" where it states none."""
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1").strip()


def is_text(response: Response) -> bool:
    """Return whether an answer is text by its content type, or by its first bytes where it states none."""
    kind = read_content_type(response).lower()
    if not kind:
        return b"\0" not in response.body[:1024] or response.body[:2] in _WIDE_MARKS
    return kind.startswith(_TEXT_TYPES)


def read_headers(response: Response) -> list[tuple[str, str]]:
    """Return the headers of an answer as text, one line each."""
    return [
        (name.decode("latin-1"), " ".join(value.decode("latin-1").split()))
        for name, values in response.headers.items()
        for value in values
    ]
