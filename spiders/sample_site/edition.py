"""What a request is answered from, and the answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from spiders.sample_site.articles import SampleArticle
from spiders.sample_site.outlets import Outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """All that one outlet has to serve at one version: its articles, newest first, and the address it is served at."""

    outlet: Outlet
    base: str
    articles: tuple[SampleArticle, ...]

    @property
    def changed(self) -> datetime:
        """When the newest change was made; what listings give as Last-Modified."""
        return max(article.changed for article in self.articles)

    def related(self, article: SampleArticle, *, count: int = 3, turn: int = 0) -> tuple[SampleArticle, ...]:
        """Return other articles of the outlet; another `turn` gives others."""
        others = [other for other in self.articles if other.key != article.key]
        start = (article.number + turn) % max(len(others), 1)
        return tuple((others[start:] + others[:start])[:count])


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A GET request. `turn` counts the outlet's requests: what rotates on a page goes by it."""

    path: str
    query: Mapping[str, str]
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. `etag` leaves out what rotates; without `changed` the answer has no Last-Modified and no ETag."""

    body: bytes
    content_type: str
    status: int = 200
    etag: str | None = None
    changed: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


Responder = Callable[[Edition, Request], Reply | None]


def reply_with_text(
    text: str, *, content_type: str, changed: datetime | None = None, stable: str | None = None, status: int = 200
) -> Reply:
    """Return a reply; `stable` is the text without what rotates, where it differs."""
    etag = None if changed is None else hashlib.sha256((stable or text).encode()).hexdigest()[:20]
    return Reply(body=text.encode(), content_type=content_type, status=status, etag=etag, changed=changed)


def reply_with_html(text: str, *, changed: datetime | None = None, stable: str | None = None) -> Reply:
    """Return an HTML page."""
    return reply_with_text(text, content_type="text/html; charset=utf-8", changed=changed, stable=stable)


def reply_with_json(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Return JSON as APIs send it: no validators."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(body=body, content_type="application/json; charset=utf-8", status=status, headers=headers or {})


def redirect_to(location: str) -> Reply:
    """Return a permanent redirect to a path of the same outlet."""
    return Reply(body=b"", content_type="text/html; charset=utf-8", status=301, headers={"Location": location})
