"""Firms that watch others: market researchers, media and investors. Their figures are about somebody else."""

from __future__ import annotations

from functools import cache

from nlp.records import Entity, Label
from nlp.registry import load_registry

_KINDS = frozenset({"research", "media", "investor"})


def is_observer(entity: Entity) -> bool:
    """Tell whether an entity is a firm of the registry that watches others."""
    return entity.label is Label.COMPANY and entity.entity_id in _read_observers()


def find_country(entity: Entity) -> str | None:
    """Return the registry's code of a company's country, None where it knows none."""
    return find_home(entity.entity_id) if entity.label is Label.COMPANY else None


def find_home(company_id: str | None) -> str | None:
    """Return the registry's code of the country of the company with this id, None where it knows none."""
    entry = load_registry().entries.get(company_id) if company_id is not None else None
    return entry.details.get("country") if entry is not None else None


def is_outlet(entity: Entity) -> bool:
    """Tell whether an entity is a news outlet of the registry."""
    return entity.label is Label.COMPANY and entity.entity_id in _read_outlets()


def is_researcher(entity: Entity) -> bool:
    """Tell whether an entity is a market researcher of the registry."""
    return entity.label is Label.COMPANY and entity.entity_id in _read_researchers()


@cache
def _read_researchers() -> frozenset[str]:
    entries = load_registry().entries.values()
    return frozenset(e.entity_id for e in entries if e.label is Label.COMPANY and e.details.get("kind") == "research")


@cache
def _read_outlets() -> frozenset[str]:
    entries = load_registry().entries.values()
    return frozenset(e.entity_id for e in entries if e.label is Label.COMPANY and e.details.get("kind") == "media")


@cache
def _read_observers() -> frozenset[str]:
    entries = load_registry().entries.values()
    return frozenset(e.entity_id for e in entries if e.label is Label.COMPANY and e.details.get("kind") in _KINDS)
