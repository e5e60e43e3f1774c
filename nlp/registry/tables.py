"""What a row of each registry file may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from nlp.records import Label
from nlp.registry.thresholds import read_thresholds

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A key beside id, name and aliases.

    `read` gives the value as the text that Entry.details keeps, or raises ValueError saying what it should be.
    A column that `refers` holds the id of an entry with one of these labels. A null is left out of the details;
    only a `required` column must be there and not null.
    """

    read: Callable[[object], str]
    refers: tuple[Label, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One file of the registry; its ids begin with `prefix`."""

    file: str
    label: Label
    prefix: str
    columns: Mapping[str, Column]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("should be a text that is not empty")
    return value


def _year(value: object) -> str:
    if not isinstance(value, int) or not 1970 <= value <= 2100:
        raise ValueError("should be a year between 1970 and 2100")
    return str(value)


def _truth(value: object) -> str:
    if value is not True and value is not False:
        raise ValueError("should be true or false")
    return "true" if value else "false"


def _country(value: object) -> str:
    if not isinstance(value, str) or not _COUNTRY.fullmatch(value):
        raise ValueError("should be a country's two-letter code, as in US")
    return value


def _date(value: object) -> str:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("should be a date, as in 2022-10-07")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as err:
        raise ValueError("should be a day that exists") from err


def _one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(f"should be one of {', '.join(words)}")
        return str(value)

    return read


_CHIP_KIND = _one_of(
    "gpu", "accelerator", "cpu", "npu", "memory", "system", "family", "soc", "dpu", "fpga", "network"
)  # fmt: skip
_COMPANY_KIND = _one_of(
    "fabless", "foundry", "idm", "equipment", "memory", "packaging", "eda", "ip", "cloud", "ai-lab", "distributor",
    "investor", "research", "media", "software", "telecom", "server", "materials", "other",
)  # fmt: skip
_PLACE_KIND = _one_of("country", "region", "city", "island", "park")


def _table(file: str, label: Label, prefix: str, **columns: Column) -> Table:
    return Table(file=file, label=label, prefix=prefix, columns=MappingProxyType(columns))


TABLES = (
    _table(
        "chips.jsonl",
        Label.CHIP,
        "chip:",
        vendor=Column(read=_text, refers=(Label.COMPANY,)),
        family=Column(read=_text, refers=(Label.CHIP,)),
        year=Column(read=_year),
        kind=Column(read=_CHIP_KIND, required=True),
    ),
    _table(
        "companies.jsonl",
        Label.COMPANY,
        "company:",
        ticker=Column(read=_text),
        country=Column(read=_country, required=True),
        parent=Column(read=_text, refers=(Label.COMPANY,)),
        kind=Column(read=_COMPANY_KIND, required=True),
    ),
    _table(
        "policies.jsonl",
        Label.POLICY,
        "policy:",
        jurisdiction=Column(read=_text, required=True),
        body=Column(read=_text, refers=(Label.GOV,)),
        date=Column(read=_date),
        thresholds=Column(read=read_thresholds, required=True),
        # Whether texts write the name; false for one that only describes ("US ban on H20 sales to China").
        proper=Column(read=_truth, required=True),
    ),
    _table("government.jsonl", Label.GOV, "gov:", country=Column(read=_country, required=True)),
    _table(
        "people.jsonl",
        Label.PERSON,
        "person:",
        role=Column(read=_text, required=True),
        affiliation=Column(read=_text, refers=(Label.COMPANY, Label.GOV)),
    ),
    _table(
        "places.jsonl",
        Label.PLACE,
        "place:",
        kind=Column(read=_PLACE_KIND, required=True),
        country=Column(read=_country),
    ),
)
BY_LABEL: Mapping[str, Table] = MappingProxyType({table.label.value: table for table in TABLES})
