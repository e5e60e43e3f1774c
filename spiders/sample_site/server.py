"""One small web server per outlet, with conditional requests and gzip."""

from __future__ import annotations

import gzip
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl, urlsplit

from spiders.items import SourceKind
from spiders.sample_site import (
    feed_pages,
    forum_pages,
    mirror_pages,
    newspaper_pages,
    standard_pages,
    wordpress_pages,
)
from spiders.sample_site.edition import Edition, Reply, Request, Responder, reply_with_text

RESPONDERS: dict[SourceKind, Responder] = {
    SourceKind.FEED: feed_pages.respond,
    SourceKind.WORDPRESS: wordpress_pages.respond,
    SourceKind.DISCOURSE: forum_pages.respond,
    SourceKind.MIRROR: mirror_pages.respond,
    SourceKind.SITEMAP: newspaper_pages.respond,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRequest:
    """One request that was answered. `path` includes the query."""

    outlet: str
    path: str
    status: int
    user_agent: str


class OutletServer(ThreadingHTTPServer):
    """Serves one outlet on loopback from its own thread, from `start` to `stop`."""

    daemon_threads = True
    block_on_close = False
    # Listing pages make a crawler open many connections at once.
    request_queue_size = 64

    def __init__(self, port: int, *, log: list[LoggedRequest]) -> None:
        self.log = log
        self.turns = count()
        self.current: Callable[[], Edition] | None = None
        super().__init__(("127.0.0.1", port), OutletHandler)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def base(self) -> str:
        """The address that the outlet is served at, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"

    def start(self, current: Callable[[], Edition]) -> None:
        """Begin to answer; `current` gives the edition to answer from."""
        self.current = current
        self._thread.start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up, which a crawler does when it is stopped; report the rest."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # typeshed narrows to sockets

    def stop(self) -> None:
        """End the thread and free the port."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        self.server_close()


class OutletHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"
    server_version = "sample-site"
    sys_version = ""
    # An idle connection is closed, so that no thread outlives the tests by much.
    timeout = 5
    server: OutletServer

    def do_GET(self) -> None:
        """Answer with the body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server uses
        """Say nothing: requests are kept in the server's log."""

    def _answer(self, *, with_body: bool) -> None:
        reply = self._find_reply()
        status = 304 if self._is_unchanged(reply) else reply.status
        agent = self.headers.get("User-Agent", "")
        outlet = self._edition().outlet.key
        self.server.log.append(LoggedRequest(outlet=outlet, path=self.path, status=status, user_agent=agent))
        body = b"" if status == 304 else reply.body
        self.send_response(status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.changed is not None:
            self.send_header("ETag", _quote_etag(reply))
            self.send_header("Last-Modified", format_datetime(reply.changed.astimezone(UTC), usegmt=True))
            self.send_header("Cache-Control", "max-age=0, must-revalidate")
        if body and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _edition(self) -> Edition:
        if self.server.current is None:
            raise RuntimeError("start() was not called")
        return self.server.current()

    def _find_reply(self) -> Reply:
        try:
            parts = urlsplit(self.path)
        except ValueError:
            return reply_with_text("400 Bad Request\n", content_type="text/plain; charset=utf-8", status=400)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        request = Request(path=parts.path, query=query, turn=next(self.server.turns))
        edition = self._edition()
        return (
            standard_pages.respond(edition, request)
            or RESPONDERS[edition.outlet.kind](edition, request)
            or reply_with_text("404 Not Found\n", content_type="text/plain; charset=utf-8", status=404)
        )

    def _is_unchanged(self, reply: Reply) -> bool:
        if reply.changed is None:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return _quote_etag(reply).removeprefix("W/") in known or "*" in known
        since = _parse_http_date(self.headers.get("If-Modified-Since"))
        return since is not None and reply.changed.replace(microsecond=0) <= since


def _quote_etag(reply: Reply) -> str:
    # Weak, as the same page is sent packed and unpacked and with rotating parts.
    return f'W/"{reply.etag}"'


def _parse_http_date(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
