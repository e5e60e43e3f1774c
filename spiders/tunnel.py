"""The only way out that a browser has: a SOCKS proxy on loopback, which the guard stands in."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Collection
from ipaddress import ip_address

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
)

from spiders.gate import ALLOW_HOSTS, AddressRefused
from spiders.guard import explain_refusal, is_allowed, is_public

# RFC 1928: version, "no authentication", the one command, the kinds of address, the replies.
_VERSION, _OPEN, _CONNECT = 5, 0, 1
_IPV4, _NAME, _IPV6 = 1, 3, 4
_DONE, _REFUSED, _UNREACHABLE = 0, 2, 4
_PIECE = 64 * 1024


class Tunnel:
    """Lets a browser reach the public web and what the configuration names, nothing else.

    Every connection of the browser comes through here: pages and what they load, redirects, new windows, sockets that
    scripts open. A name is resolved here, and the address that was checked is the one that is connected to. After
    `most` bytes nothing passes any more. `failures` says of each host that was not reached why.
    """

    def __init__(self, allow_hosts: Collection[str], *, most: int, timeout: float) -> None:
        self.allow_hosts = frozenset(allow_hosts)
        self.left = most
        self.timeout = timeout
        self.failures: dict[str, Exception] = {}
        self._server: asyncio.Server | None = None
        # Bound at once: the browser must be told before there is a loop that could serve it.
        self._socket = socket.create_server(("127.0.0.1", 0))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Tunnel:
        """Return the tunnel of a crawl, which is the proxy of the browser that it will start."""
        settings = crawler.settings
        tunnel = cls(
            settings.getlist(ALLOW_HOSTS),
            most=settings.getint("CHIPWIRE_MAX_BYTES"),
            timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
        )
        launch = {**settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS"), "proxy": {"server": tunnel.address}}
        settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", launch, priority="spider")
        crawler.signals.connect(tunnel.open, signal=signals.engine_started)
        crawler.signals.connect(tunnel.close, signal=signals.engine_stopped)
        return tunnel

    @property
    def address(self) -> str:
        """What the browser is told."""
        return f"socks5://127.0.0.1:{self._socket.getsockname()[1]}"

    async def open(self) -> None:
        """Begin to serve."""
        self._server = await asyncio.start_server(self._serve, sock=self._socket)

    async def close(self) -> None:
        """End it; what is under way breaks off."""
        if self._server is not None:
            self._server.close()
        self._socket.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A browser that hangs up, or that is no browser, is no error of the crawl.
        with contextlib.suppress(OSError, EOFError, ValueError):
            host, port = await _read_target(reader, writer)
            try:
                far_reader, far_writer = await self._connect(host, port)
            except (AddressRefused, CannotResolveHostError, DownloadCancelledError, OSError) as err:
                self.failures[host] = _name_failure(host, err)
                writer.write(_write_reply(_REFUSED if isinstance(err, AddressRefused) else _UNREACHABLE))
                await writer.drain()
            else:
                writer.write(_write_reply(_DONE))
                await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer))
        writer.close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return a connection to the first address of a host that answers; raise where it may not be reached."""
        if self.left <= 0:
            raise DownloadCancelledError("the crawl's budget of bytes is spent")
        reason = explain_refusal(
            f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/", allow_hosts=self.allow_hosts
        )
        if reason is not None:
            raise AddressRefused(reason)
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as err:
            raise CannotResolveHostError(f"{host}: {err.strerror}") from err
        addresses = [str(each[4][0]) for each in found]
        private = [address for address in addresses if not is_public(address)]
        if private and not is_allowed(host, port, allow_hosts=self.allow_hosts):
            raise AddressRefused(f"{host} leads to {private[0]}, which is not on the public web")
        async with asyncio.timeout(self.timeout):
            for address in addresses[:-1]:
                with contextlib.suppress(OSError):
                    return await asyncio.open_connection(address, port)
            return await asyncio.open_connection(addresses[-1], port)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while self.left > 0 and (piece := await reader.read(_PIECE)):
                self.left -= len(piece)
                writer.write(piece)
                await writer.drain()
        finally:
            writer.close()


async def _read_target(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
    """Return the host and port that the browser asks for; raise ValueError where it does not speak SOCKS 5."""
    version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(bytes((version, _OPEN)))
    await writer.drain()
    asked, command, _, kind = await reader.readexactly(4)
    if (version, asked, command) != (_VERSION, _VERSION, _CONNECT):
        raise ValueError(f"not a request to connect by SOCKS 5: {version}, {asked}, {command}")
    if kind == _NAME:
        (length,) = await reader.readexactly(1)
        host = (await reader.readexactly(length)).decode("ascii")
    elif kind in {_IPV4, _IPV6}:
        host = str(ip_address(await reader.readexactly(4 if kind == _IPV4 else 16)))
    else:
        raise ValueError(f"no such kind of address: {kind}")
    return host, int.from_bytes(await reader.readexactly(2), "big")


def _write_reply(reply: int) -> bytes:
    # The address that the tunnel connects from is nobody's business: all zeros.
    return bytes((_VERSION, reply, 0, _IPV4, 0, 0, 0, 0, 0, 0))


def _name_failure(host: str, error: Exception) -> Exception:
    """Return a failed connection as Scrapy would name it."""
    if isinstance(error, TimeoutError):
        return DownloadTimeoutError(f"{host} did not answer in time")
    if isinstance(error, ConnectionRefusedError):
        return DownloadConnectionRefusedError(f"{host} refused the connection")
    return error
