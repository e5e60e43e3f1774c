"""The invented outlets, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from functools import cache
from pathlib import Path

from spiders.items import SourceKind
from spiders.sample_site.errors import SampleDataError

PATH = Path(__file__).with_name("outlets.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One invented outlet. `crawl_delay` is None where its robots.txt asks for none."""

    key: str
    name: str
    tagline: str
    kind: SourceKind
    canonical_base: str
    listing: str
    article_path: str
    language: str
    utc_offset_hours: int
    disallow: tuple[str, ...]
    licence: str
    options: Mapping[str, str]
    crawl_delay: float | None = None

    @property
    def zone(self) -> timezone:
        """The outlet's own time zone, without summer time."""
        return timezone(timedelta(hours=self.utc_offset_hours))


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """Return the outlets of outlets.toml, in the order of the file."""
    rows = tomllib.loads(PATH.read_text(encoding="utf-8")).get("outlet", [])
    outlets = tuple(_read_outlet(row, number) for number, row in enumerate(rows, start=1))
    if not outlets or len({outlet.key for outlet in outlets}) < len(outlets):
        raise SampleDataError(f"{PATH}: needs at least one [[outlet]], each with its own key")
    return outlets


def _read_outlet(row: dict[str, object], number: int) -> Outlet:
    disallow = row.get("disallow")
    if not isinstance(disallow, list) or "/private/" not in disallow:
        raise SampleDataError(
            f"{PATH}: outlet {number}: disallow must be a list that has /private/, where the decoy is"
        )
    values = {**row, "kind": SourceKind(str(row.get("kind"))), "disallow": tuple(disallow)}
    try:
        return Outlet(**values)  # type: ignore[arg-type]  # the names are checked here, the values by the tests
    except TypeError as err:
        raise SampleDataError(f"{PATH}: outlet {number}: {err}") from err
