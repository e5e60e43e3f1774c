"""An outlet on loopback whose every answer is written by the test, well-behaved or not."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Outlet

    def do_GET(self):
        self.server.paths.append(self.path)
        answer = self.server.answers.get(self.path)
        if answer is None:
            self.reply(b"nothing here", status=404, content_type="text/plain")
            return
        try:
            answer(self)
        except OSError:
            # The crawler hung up, which is what some of the tests are about.
            self.close_connection = True

    def reply(self, body=b"", *, status=200, content_type="text/html; charset=utf-8", **headers):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        fields = {"Content_Length": str(len(body)), **headers}
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Outlet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, context=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.scheme = "http" if context is None else "https"
        self.context = context
        self.answers: dict[str, Answer] = {}
        self.paths: list[str] = []
        self.stopping = threading.Event()

    @property
    def host(self):
        return f"127.0.0.1:{self.server_port}"

    @property
    def base(self):
        return f"{self.scheme}://{self.host}"

    def finish_request(self, request, client_address):
        # In the thread of the request: a client that breaks the handshake off must not end the server.
        if self.context is None:
            super().finish_request(request, client_address)
        else:
            with self.context.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, client_address)

    def serve(self, path: str, body: bytes | str = b"", **how: object) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.answers[path] = lambda handler: handler.reply(content, **how)

    def handle_error(self, request, client_address):
        pass


@contextmanager
def open_outlet(context: ssl.SSLContext | None = None) -> Iterator[Outlet]:
    """Serve an outlet while the context lasts, over TLS with a server's `ssl.SSLContext`."""
    outlet = Outlet(context)
    thread = threading.Thread(target=outlet.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield outlet
    finally:
        outlet.stopping.set()
        outlet.shutdown()
        thread.join()
        outlet.server_close()


def write_feed(*links: str, extra: str = "") -> str:
    items = "".join(
        f"<item><title>Story {number}</title><link>{link}</link>"
        f"<pubDate>Tue, 09 Dec 2025 {23 - number % 24:02d}:00:00 GMT</pubDate></item>"
        for number, link in enumerate(links)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Feed</title>{items}{extra}</channel></rss>"


def write_article(title: str, words: str = "The board met on Monday. ") -> str:
    body = f"<p>{words * 20}</p>"
    return f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
