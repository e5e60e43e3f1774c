"""A sources.toml for the sample site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from spiders.items import SourceKind
from spiders.sample_site.outlets import Outlet

_CADENCE_MINUTES = 60


def write_sources(path: Path, *, outlets: Mapping[str, Outlet], bases: Mapping[str, str]) -> None:
    """Write a sources.toml that names every outlet at its base URL."""
    parts = ["# The bundled sample site, on this machine only.", 'allow_hosts = ["127.0.0.1"]', ""]
    for key, base in bases.items():
        parts.extend(_describe_source(outlets[key], base))
    path.write_text("\n".join(parts), encoding="utf-8")


def _describe_source(outlet: Outlet, base: str) -> list[str]:
    # The API and the forum are found from the base; the others are named by their listing.
    api_kinds = {SourceKind.WORDPRESS, SourceKind.DISCOURSE}
    values: dict[str, str | int] = {
        "name": outlet.key,
        "kind": outlet.kind.value,
        "url": base + ("" if outlet.kind in api_kinds else outlet.listing),
        "outlet": outlet.name,
        "language": outlet.language,
        "canonical_base": outlet.canonical_base,
        "cadence_minutes": _CADENCE_MINUTES,
        "licence": outlet.licence,
        **outlet.options,
    }
    # JSON strings without control characters are TOML basic strings.
    return ["[[source]]", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()), ""]
