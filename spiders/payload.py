"""JSON that an outlet's API answers with."""

from __future__ import annotations

import json

from scrapy.http import Response


def read_json(response: Response) -> object:
    """Return the value of a JSON answer, or None where it is no JSON."""
    try:
        value: object = json.loads(response.body)
    except (ValueError, RecursionError):
        return None
    return value
