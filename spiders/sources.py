"""The outlets: what sources.toml says, checked once and frozen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import cssselect

from spiders.errors import SourceError
from spiders.items import SourceKind

# A name becomes part of file names and of the warehouse's keys.
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\Z")
_LANGUAGE = re.compile(r"[a-z]{2}\Z")
_COUNTS = frozenset({"days", "sitemaps", "per_page", "listings", "pages"})
# Minutes between two polls, where a source has no bounds of its own.
_FASTEST, _SLOWEST = 15, 1440
_CHOICES = {"body": ("api", "page")}
_COMMON = frozenset({"base", "pattern", "title"})
OPTIONS: Mapping[SourceKind, frozenset[str]] = MappingProxyType(
    {
        SourceKind.FEED: _COMMON,
        SourceKind.SITEMAP: _COMMON | {"days", "sitemaps"},
        SourceKind.WORDPRESS: _COMMON | {"body", "after", "per_page", "search"},
        SourceKind.DISCOURSE: _COMMON | {"category", "listings"},
        SourceKind.MIRROR: _COMMON,
        SourceKind.LISTING: _COMMON | {"selector", "next", "pages"},
        SourceKind.LOCAL: frozenset(),
    }
)
"""The options each kind of source understands; sources.toml says at its top what they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One outlet and how it is read. Equal when every field is.

    `url` is the feed, the sitemap or site root, the WordPress or Discourse root, or the index or listing page. `outlet`
    and `language` are None where the pages say it better themselves. `canonical_base` replaces `base` in the address
    of every page, for an outlet that is read through another host than its own; None keeps addresses as served.
    `section` keeps only page addresses that contain it. `options` holds the rest: `pattern` and `title` are regular
    expressions that the address, or a title the listing gives, must have; the others belong to one kind each.
    `cadence_minutes` is how often it is read to begin with; `fastest_minutes` and `slowest_minutes` are the bounds
    between which that follows its news, None for the usual ones, which `fastest` and `slowest` give. `browser` has its
    pages shown by a browser before they are read, for an outlet whose pages are programs; `browser_path` is which,
    None for the one that Playwright installs.
    """

    name: str
    kind: SourceKind
    url: str
    outlet: str | None = None
    language: str | None = None
    canonical_base: str | None = None
    cadence_minutes: int = 60
    section: str | None = None
    licence: str = ""
    max_pages: int = 100
    max_minutes: int = 10
    fastest_minutes: int | None = None
    slowest_minutes: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    browser: bool = False
    browser_path: str | None = None

    @property
    def fastest(self) -> int:
        """The fewest minutes between two polls."""
        return min(_FASTEST, self.cadence_minutes) if self.fastest_minutes is None else self.fastest_minutes

    @property
    def slowest(self) -> int:
        """The most minutes between two polls."""
        return max(_SLOWEST, self.cadence_minutes) if self.slowest_minutes is None else self.slowest_minutes

    @property
    def base(self) -> str:
        """The address under which the outlet's pages are served: the option `base`, else what `url` implies."""
        given = self.options.get("base")
        if given:
            return given
        if self.kind in {SourceKind.WORDPRESS, SourceKind.DISCOURSE}:
            return self.url.split("?", 1)[0].split("/wp-json", 1)[0].rstrip("/")
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def canonical(self, url: str) -> str:
        """Return `url` with the served base replaced by the canonical one, where there is one."""
        return url if self.canonical_base is None else _rebase(url, self.base, self.canonical_base)

    def served(self, url: str) -> str:
        """Return `url` with the canonical base replaced by the served one: where a listed page can be fetched."""
        return url if self.canonical_base is None else _rebase(url, self.canonical_base, self.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Every source of one file, in its order, and the hosts that may be fetched although they are not public."""

    sources: tuple[Source, ...]
    allow_hosts: tuple[str, ...] = ()

    def find(self, name: str) -> Source:
        """Return the source of that name, or raise SourceError naming those there are."""
        for source in self.sources:
            if source.name == name:
                return source
        known = ", ".join(source.name for source in self.sources)
        raise SourceError(f"no source is named {name!r}; there are: {known}")


def read_sources(path: Path) -> Sources:
    """Return what a sources file says, or raise SourceError with the file, the entry and what to do about it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as err:
        raise SourceError(f"{path}: cannot be read ({err.strerror}); name another file or make one") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise SourceError(f"{path}: not valid TOML: {err}") from err
    unknown = sorted(table.keys() - {"source", "allow_hosts"})
    if unknown:
        raise SourceError(f"{path}: unknown key {unknown[0]!r}; a file has allow_hosts and [[source]] entries")
    entries = table.get("source", [])
    if not isinstance(entries, list):
        raise SourceError(f"{path}: write each source as [[source]], with two brackets")
    found: dict[str, Source] = {}
    for number, entry in enumerate(entries, start=1):
        source = read_source(entry, where=f"{path}: source {number}")
        if source.name in found:
            raise SourceError(f"{path}: source {number}: the name {source.name!r} is taken; choose another")
        found[source.name] = source
    return Sources(sources=tuple(found.values()), allow_hosts=_read_hosts(table.get("allow_hosts", []), path))


def read_source(entry: object, *, where: str) -> Source:
    """Return one source from the table of its entry; `where` begins every message of a SourceError."""
    if not isinstance(entry, dict):
        raise SourceError(f"{where}: not a table; write it as [[source]] and key = value lines")
    if isinstance(entry.get("name"), str):
        where = f"{where} ({entry['name']})"
    kind = _read_kind(entry.get("kind"), where)
    known = {item.name for item in fields(Source)} | OPTIONS[kind]
    for key in entry:
        if key not in known:
            raise SourceError(f"{where}: a {kind} source has no key {key!r}; there are: {', '.join(sorted(known))}")
    # Options stand in the entry itself or in a table of their own.
    options = entry.get("options", {})
    if isinstance(options, dict):
        options = options | {key: entry[key] for key in OPTIONS[kind] & entry.keys()}
    source = Source(
        name=_read_text(entry, "name", where, required=True, shape=_NAME) or "",
        kind=kind,
        url=_read_address(entry, "url", where, required=True) or "",
        outlet=_read_text(entry, "outlet", where),
        language=_read_text(entry, "language", where, shape=_LANGUAGE),
        canonical_base=_read_address(entry, "canonical_base", where),
        cadence_minutes=_read_count(entry, "cadence_minutes", where, default=60),
        section=_read_text(entry, "section", where),
        licence=_read_text(entry, "licence", where) or "",
        max_pages=_read_count(entry, "max_pages", where, default=100),
        max_minutes=_read_count(entry, "max_minutes", where, default=10),
        fastest_minutes=_read_count(entry, "fastest_minutes", where) if "fastest_minutes" in entry else None,
        slowest_minutes=_read_count(entry, "slowest_minutes", where) if "slowest_minutes" in entry else None,
        options=_read_options(options, kind, where),
        browser=_read_flag(entry, "browser", where),
        browser_path=_read_text(entry, "browser_path", where),
    )
    if not source.fastest <= source.cadence_minutes <= source.slowest:
        bounds = f"fastest_minutes {source.fastest} and slowest_minutes {source.slowest}"
        raise SourceError(f"{where}: cadence_minutes is {source.cadence_minutes}; give a number between {bounds}")
    if "base" in source.options:
        _read_address(dict(source.options), "base", f"{where}: options")
    return source


def _rebase(url: str, old: str, new: str) -> str:
    old = old.rstrip("/")
    rest = url[len(old) :]
    # "https://a.example" must not match "https://a.example.org/".
    if not url.startswith(old) or (rest and rest[0] not in "/?#"):
        return url
    return new.rstrip("/") + rest


def _read_kind(value: object, where: str) -> SourceKind:
    kinds = [kind.value for kind in SourceKind if kind is not SourceKind.LOCAL]
    if not isinstance(value, str) or value not in kinds:
        raise SourceError(f"{where}: kind is {value!r}; choose one of {', '.join(kinds)}")
    return SourceKind(value)


def _read_text(
    entry: Mapping[str, object], key: str, where: str, *, required: bool = False, shape: re.Pattern[str] | None = None
) -> str | None:
    value = entry.get(key)
    if value is None and not required:
        return None
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"{where}: {key} is {'missing' if value is None else repr(value)}; give it as text")
    if shape is not None and not shape.match(value):
        raise SourceError(f"{where}: {key} {value!r} is not of the form {shape.pattern.removesuffix(chr(92) + 'Z')}")
    return value


def _read_address(entry: Mapping[str, object], key: str, where: str, *, required: bool = False) -> str | None:
    value = _read_text(entry, key, where, required=required)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        fine = False
    if not fine or any(char.isspace() for char in value):
        raise SourceError(f"{where}: {key} {value!r} is no web address; give one that begins with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise SourceError(f"{where}: {key} carries a user name; log-ins are not supported, remove it")
    return value


def _read_count(entry: Mapping[str, object], key: str, where: str, *, default: int = 1) -> int:
    value = entry.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise SourceError(f"{where}: {key} is {value!r}; give a whole number of at least 1")
    return value


def _read_flag(entry: Mapping[str, object], key: str, where: str) -> bool:
    value = entry.get(key, False)
    # "-a browser=true" of `scrapy crawl` comes as text.
    flag = {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(flag, bool):
        raise SourceError(f"{where}: {key} is {value!r}; give true or false")
    return flag


def _read_options(value: object, kind: SourceKind, where: str) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise SourceError(f"{where}: options is {value!r}; give a table such as {{ body = 'page' }}")
    options: dict[str, str] = {}
    for key, given in value.items():
        if key not in OPTIONS[kind]:
            known = ", ".join(sorted(OPTIONS[kind]))
            raise SourceError(f"{where}: a {kind} source has no option {key!r}; there are: {known}")
        if isinstance(given, bool) or not isinstance(given, str | int):
            raise SourceError(f"{where}: option {key} is {given!r}; give text or a whole number")
        options[key] = str(given)
        if key in _CHOICES and options[key] not in _CHOICES[key]:
            raise SourceError(f"{where}: option {key} is {given!r}; choose one of {', '.join(_CHOICES[key])}")
        if key in _COUNTS and not (options[key].isdecimal() and int(given)):
            raise SourceError(f"{where}: option {key} is {given!r}; give a whole number of at least 1")
        if key in {"pattern", "title"}:
            _check_pattern(options[key], f"{where}: option {key}")
        if key in {"selector", "next"}:
            _check_selector(options[key], f"{where}: option {key}")
    return MappingProxyType(options)


def _check_pattern(pattern: str, where: str) -> None:
    try:
        re.compile(pattern)
    except re.error as err:
        raise SourceError(f"{where} is no regular expression: {err}") from err


def _check_selector(selector: str, where: str) -> None:
    try:
        cssselect.HTMLTranslator().css_to_xpath(selector)
        elements = all(part.pseudo_element is None for part in cssselect.parse(selector))
    except cssselect.SelectorError as err:
        raise SourceError(f"{where} {selector!r} is no CSS selector: {err}") from err
    if not elements:
        raise SourceError(f"{where} {selector!r} must name elements; leave out what begins with ::")


def _read_hosts(value: object, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise SourceError(f"{path}: allow_hosts is {value!r}; give a list of host names")
    for host in value:
        if not isinstance(host, str) or not _HOST.match(host):
            raise SourceError(f"{path}: allow_hosts has {host!r}; give a host name or address, with or without :port")
    return tuple(value)
