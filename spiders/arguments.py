"""The source that the arguments of `scrapy crawl ... -a NAME=VALUE` describe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from spiders.gate import ALLOW_HOSTS
from spiders.items import SourceKind
from spiders.sources import OPTIONS, Source, read_source, read_sources


def read_arguments(arguments: Mapping[str, str], *, kind: SourceKind, settings: BaseSettings) -> Source:
    """Return the source: `source` names one of `sources` (sources.toml), else the arguments are the keys of one.

    A file's allowed hosts go into the settings. Raises SourceError for what describes no source.
    """
    given = dict(arguments)
    path = Path(given.pop("sources", "sources.toml"))
    name = given.pop("source", None)
    if name is not None:
        sources = read_sources(path)
        settings.set(ALLOW_HOSTS, list(sources.allow_hosts), priority="spider")
        return sources.find(name)
    options = {key: given.pop(key) for key in OPTIONS[kind] & given.keys()}
    entry = {"name": _name_host(given.get("url", "")), **given, "kind": kind.value, "options": options}
    return read_source(entry, where="-a")


def _name_host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # said when the address itself is read
        host = ""
    return re.sub(r"[^a-z0-9-]+", "-", host.lower()).strip("-") or "unnamed"
