"""Addresses: which one is the article's own, in one spelling."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from tld import get_fld

_TRACKING = Path(__file__).with_name("tracking.toml")
_LONGEST = 2000
_PATH_CHARS = "/%:@!$&'()*+,;=~"
_AMP_CACHE = re.compile(r"^/[a-z]/(?:s/)?([^/]+\.[^/]+)(/.*)$")
_AMP_END = re.compile(r"/amp(?:/index\.html?)?/?$|\.amp(?=\.html?$|$)", re.IGNORECASE)
_AMP_START = re.compile(r"^/amp/(?=.+[/-])", re.IGNORECASE)
_INDEX = re.compile(r"/index\.(?:html?|php)$", re.IGNORECASE)


def canonical_url(page_url: str, claimed: Iterable[str] = ()) -> str | None:
    """Return the one address of an article, None where neither the page nor its address gives a web address.

    A page may speak only for its own site: a claimed address counts if it is of the same registered domain, and not
    if it is the front page while the page itself is not. On a loopback address, which has no domain, any claim counts.
    """
    page = clean_url(page_url)
    for claim in claimed:
        try:
            own = clean_url(urljoin(page_url, claim.strip()))
        except ValueError:
            continue
        if own is not None and (page is None or _may_claim(page, own)):
            return own
    return page


def clean_url(url: str) -> str | None:
    """Return a web address without fragment, tracking parameters, AMP marks, default port and closing slash."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        path, query = _clean_path(parts.path), _clean_query(parts.query)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or len(url) > _LONGEST:
        return None
    if host.endswith("cdn.ampproject.org") and (match := _AMP_CACHE.match(parts.path)):
        return clean_url(f"https://{match[1]}{match[2]}?{parts.query}")
    scheme = parts.scheme.lower()
    host = host.removeprefix("amp.") if host.count(".") > 1 else host
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        netloc += f":{port}"
    return urlunsplit(SplitResult(scheme, netloc, path, query, ""))


def host_of(url: str) -> str:
    """Return the host of an address, "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _clean_path(path: str) -> str:
    path = re.sub("/{2,}", "/", quote(path, safe=_PATH_CHARS)) or "/"
    path = _AMP_START.sub("/", path)
    path = _INDEX.sub("/", _AMP_END.sub("", path))
    return path.rstrip("/") or "/"


def _clean_query(query: str) -> str:
    names, prefixes = _tracking()
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)[:50]
        if name.lower() not in names
        and not name.lower().startswith(prefixes)
        and (name.lower(), value.lower()) not in {("outputtype", "amp"), ("output", "amp"), ("view", "amp")}
    ]
    return urlencode(sorted(kept))


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    rows = tomllib.loads(_TRACKING.read_text(encoding="utf-8"))
    return frozenset(rows["names"]), tuple(rows["prefixes"])


def _may_claim(page: str, claim: str) -> bool:
    if _is_loopback(host_of(page)):
        return True
    if urlsplit(claim).path == "/" and not urlsplit(claim).query and urlsplit(page).path != "/":
        return False
    return _domain(page) == _domain(claim)


def _domain(url: str) -> str:
    return get_fld(url, fail_silently=True) or host_of(url)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
