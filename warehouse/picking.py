"""How a record becomes a row: the fields that go over as they are, and mappings as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]


def pick(record: object, *names: str) -> Row:
    """Return these fields of a record, each in the column of its name."""
    return {name: getattr(record, name) for name in names}


def to_json(content: Mapping[str, object]) -> str:
    """Return the mapping as a JSON object, whatever the order of its keys."""
    return json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
