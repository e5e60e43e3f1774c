"""The browser's way out: what it may reach through the tunnel, and what it may not, over real sockets."""

from __future__ import annotations

import asyncio
from functools import partial
from ipaddress import ip_address

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadConnectionRefusedError
from spiders_outlet import open_outlet

from spiders.gate import AddressRefused
from spiders.tunnel import Tunnel

HELLO, WELCOME = b"\x05\x01\x00", b"\x05\x00"
DONE, REFUSED, UNREACHABLE = 0, 2, 4


@pytest.fixture(scope="module")
def inside():
    """A server on loopback that nothing allows."""
    with open_outlet() as server:
        yield server


def name(host: str, port: int) -> bytes:
    return b"\x05\x01\x00\x03" + bytes([len(host)]) + host.encode() + port.to_bytes(2, "big")


def number(address: str, port: int) -> bytes:
    packed = ip_address(address).packed
    return b"\x05\x01\x00" + (b"\x01" if len(packed) == 4 else b"\x04") + packed + port.to_bytes(2, "big")


async def ask(tunnel: Tunnel, asked: bytes, sent: bytes = b"") -> tuple[int | None, bytes]:
    """The tunnel's reply to one request to connect, None where it hangs up, and all that comes then."""
    await tunnel.open()
    try:
        reader, writer = await asyncio.open_connection(*tunnel.address.removeprefix("socks5://").split(":"))
        writer.write(HELLO)
        assert await reader.readexactly(2) == WELCOME
        writer.write(asked)
        reply = await reader.read(10)
        writer.write(sent)
        answer = await reader.read() if sent else b""
        writer.close()
        return (reply[1] if reply else None), answer
    finally:
        await tunnel.close()


def make_tunnel(*hosts: str, most: int = 10_000) -> Tunnel:
    return Tunnel(hosts, most=most, timeout=5)


@pytest.mark.parametrize("spell", [name, number])
def test_an_allowed_host_is_reached(outlet, spell):
    outlet.serve("/story", "the story")
    request = f"GET /story HTTP/1.1\r\nHost: {outlet.host}\r\nConnection: close\r\n\r\n".encode()
    reply, answer = asyncio.run(ask(make_tunnel(outlet.host), spell("127.0.0.1", outlet.server_port), request))
    assert reply == DONE
    assert answer.endswith(b"the story")


@pytest.mark.parametrize(
    "ask_for",
    [
        *(partial(number, host) for host in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254")),
        *(partial(name, host) for host in ("localhost", "2130706433", "127.1")),
    ],
)
def test_what_is_not_on_the_public_web_is_never_reached(inside, ask_for):
    tunnel = make_tunnel("127.0.0.1:1", "elsewhere.example")
    assert asyncio.run(ask(tunnel, ask_for(inside.server_port)))[0] == REFUSED
    (failure,) = tunnel.failures.values()
    assert isinstance(failure, AddressRefused)
    assert inside.paths == []


def test_a_host_that_does_not_answer_is_named(inside):
    port = inside.server_port
    with open_outlet() as gone:
        closed = gone.server_port
    for asked, kind in (
        (number("127.0.0.1", closed), DownloadConnectionRefusedError),
        (name("no-such-host.invalid", port), CannotResolveHostError),
    ):
        tunnel = make_tunnel("127.0.0.1", "no-such-host.invalid")
        assert asyncio.run(ask(tunnel, asked))[0] == UNREACHABLE
        (failure,) = tunnel.failures.values()
        assert isinstance(failure, kind)


def test_nothing_passes_once_the_budget_is_spent(outlet):
    outlet.serve("/long", "x" * 500_000)
    request = f"GET /long HTTP/1.1\r\nHost: {outlet.host}\r\nConnection: close\r\n\r\n".encode()
    tunnel = make_tunnel(outlet.host, most=100_000)
    _, answer = asyncio.run(ask(tunnel, number("127.0.0.1", outlet.server_port), request))
    assert 0 < len(answer) < 200_000
    spent = make_tunnel(outlet.host, most=0)
    assert asyncio.run(ask(spent, number("127.0.0.1", outlet.server_port)))[0] == UNREACHABLE
    assert isinstance(spent.failures["127.0.0.1"], DownloadCancelledError)


@pytest.mark.parametrize(
    "asked", [b"GET / HTTP/1.1\r\n\r\n", b"\x05\x02\x00\x01" + bytes(6), b"\x05\x01\x00\x09" + bytes(6)]
)
def test_what_does_not_ask_to_connect_is_hung_up_on(asked):
    assert asyncio.run(ask(make_tunnel(), asked))[0] is None
