"""Site rules: the data of spiders/sites, loaded once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from spiders.extraction.addresses import host_of

FOLDER = Path(__file__).parent.parent / "sites"
_KEYS = {"name", "host", "generator", "body", "authors", "drop"}


class RuleError(ValueError):
    """A file of spiders/sites is wrong: the message names the file, the rule and the key."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """Where one site keeps its article. At least one of `host` and `generator` is not empty."""

    name: str
    host: str
    generator: str
    body: tuple[etree.XPath, ...]
    authors: tuple[etree.XPath, ...]
    drop: tuple[etree.XPath, ...]


def find_rule(tree: HtmlElement, *, url: str) -> Rule | None:
    """Return the first rule that fits the page, None for most pages."""
    host = host_of(url)
    generator = next((meta.get("content") or "" for meta in tree.iterfind(".//meta[@name='generator']")), "")
    return next((rule for rule in load_rules() if _fits(rule, host=host, generator=generator)), None)


def find_authors(tree: HtmlElement, rule: Rule) -> list[str]:
    """Return the bylines that the first of the rule's paths to find any leads to."""
    found = (path(tree) for path in rule.authors)
    return next(([" ".join(node.text_content().split()) for node in nodes[:8]] for nodes in found if nodes), [])


def apply_rule(tree: HtmlElement, rule: Rule) -> HtmlElement | None:
    """Cut out what the rule drops and return the article's container, None where it is not there."""
    for path in rule.drop:
        for node in path(tree):
            node.drop_tree()
    for path in rule.body:
        found = path(tree)
        if found:
            return found[0] if isinstance(found[0], HtmlElement) else None
    return None


@cache
def load_rules(folder: Path = FOLDER) -> tuple[Rule, ...]:
    """Return all rules, by file name and then in the order of the file; raises RuleError."""
    return tuple(rule for path in sorted(folder.glob("*.toml")) for rule in _read_file(path))


def _read_file(path: Path) -> Iterable[Rule]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
    except tomllib.TOMLDecodeError as err:
        raise RuleError(f"{path}: {err}") from err
    for number, row in enumerate(rows, start=1):
        yield _read_rule(row, where=f"{path}: rule {number}")


def _read_rule(row: Mapping[str, Any], *, where: str) -> Rule:
    if unknown := set(row) - _KEYS:
        raise RuleError(f"{where}: unknown key {', '.join(sorted(unknown))}; known are {', '.join(sorted(_KEYS))}")
    if not row.get("name") or not (row.get("host") or row.get("generator")):
        raise RuleError(f"{where}: needs name, and host or generator")
    return Rule(
        name=row["name"],
        host=row.get("host", ""),
        generator=row.get("generator", ""),
        body=tuple(_compile(row.get("body", []), where=f"{where}: body")),
        authors=tuple(_compile(row.get("authors", []), where=f"{where}: authors")),
        drop=tuple(_compile(row.get("drop", []), where=f"{where}: drop")),
    )


def _compile(paths: object, *, where: str) -> Iterable[etree.XPath]:
    if not isinstance(paths, list):
        raise RuleError(f"{where} must be a list of XPaths")
    for path in paths:
        try:
            yield etree.XPath(path)
        except (etree.XPathSyntaxError, TypeError) as err:
            raise RuleError(f"{where}: {path!r}: {err}") from err


def _fits(rule: Rule, *, host: str, generator: str) -> bool:
    if rule.host and host != rule.host and not host.endswith("." + rule.host):
        return False
    return generator.startswith(rule.generator)
