from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError

from spiders.gate import AddressRefused, GuardedResolver, GuardMiddleware
from spiders.guard import explain_refusal, is_allowed, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1", "198.51.100.7", "not an address", "",
    ],
)  # fmt: skip
def test_addresses_off_the_public_web(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_on_the_public_web(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.example.org/a", None),
        ("http://example.org:8080/a", None),
        ("https://8.8.8.8/", None),
        ("ftp://example.org/a", "scheme ftp"),
        ("file:///etc/passwd", "scheme file"),
        ("//example.org/a", "scheme (none)"),
        ("https:///a", "no host"),
        ("https://example.org:99999/", "not an address"),
        ("https://[::1/", "not an address"),
        ("https://me:secret@example.org/", "user name"),
        ("https://LOCALHOST/", "localhost is not on the public web"),
        ("https://localhost./", "not on the public web"),
        ("https://printer.local/", "not on the public web"),
        ("https://metadata.google.internal/", "not on the public web"),
        ("https://[::ffff:169.254.169.254]/", "not on the public web"),
    ],
)
def test_refusal_is_explained(url, reason):
    got = explain_refusal(url)
    assert got is None if reason is None else reason in got


def test_hosts_of_the_configuration_are_allowed_with_and_without_port():
    for allowed in ("127.0.0.1", "127.0.0.1:8080"):
        assert explain_refusal("http://127.0.0.1:8080/", allow_hosts=[allowed]) is None
    assert explain_refusal("http://127.0.0.1:8081/", allow_hosts=["127.0.0.1:8080"]) is not None
    assert explain_refusal("http://127.0.0.2:8080/", allow_hosts=["127.0.0.1:8080"]) is not None
    assert is_allowed("::1", 80, allow_hosts=["[::1]:80"])
    assert is_allowed("Intranet.Example", 443, allow_hosts=["intranet.example"])


def test_allowing_a_host_does_not_allow_other_schemes():
    assert "scheme" in (explain_refusal("ftp://127.0.0.1/", allow_hosts=["127.0.0.1"]) or "")


@given(st.text(max_size=200))
def test_explaining_never_raises(text):
    explain_refusal(text)
    explain_refusal(f"http://{text}/")
    is_public(text)


@given(st.ip_addresses())
def test_what_the_standard_library_calls_private_is_never_public(address):
    if not address.is_global:
        assert not is_public(str(address))


class FakeResolver:
    """Answers every name with the addresses it was given."""

    def __init__(self, *hosts):
        self.hosts = hosts

    def resolveHostName(self, receiver, *rest):  # noqa: N802
        receiver.resolutionBegan(None)
        for host in self.hosts:
            receiver.addressResolved(SimpleNamespace(host=host, port=0))
        receiver.resolutionComplete()


class Receiver:
    def __init__(self):
        self.hosts = []
        self.complete = False

    def resolutionBegan(self, resolution):  # noqa: N802
        pass

    def addressResolved(self, address):  # noqa: N802
        self.hosts.append(address.host)

    def resolutionComplete(self):  # noqa: N802
        self.complete = True


@pytest.fixture
def resolve(monkeypatch):
    monkeypatch.setattr("scrapy.resolver.dnscache", {})
    monkeypatch.setattr("scrapy.resolver._address_with_port", lambda address, port: address)
    monkeypatch.setattr(GuardedResolver, "withheld", {})

    def run(name, *hosts, allow=(), times=1):
        monkeypatch.setattr(GuardedResolver, "allow_hosts", frozenset(allow))
        cache = SimpleNamespace(nameResolver=FakeResolver(*hosts))
        monkeypatch.setattr("scrapy.resolver.dnscache", type("Cache", (dict,), {"limit": 10})())
        resolver = GuardedResolver(cache, 10)
        for _ in range(times):
            receiver = Receiver()
            resolver.resolveHostName(receiver, name, 80)
            assert receiver.complete
        return receiver.hosts

    return run


def test_resolver_passes_public_addresses_on(resolve):
    assert resolve("news.example", "8.8.8.8", "2606:4700::1111") == ["8.8.8.8", "2606:4700::1111"]


@pytest.mark.parametrize("times", [1, 2])
def test_resolver_withholds_a_name_that_leads_to_a_private_address(resolve, times):
    assert resolve("rebind.example", "8.8.8.8", "169.254.169.254", times=times) == []
    assert GuardedResolver.withheld == {"rebind.example": "169.254.169.254"}


def test_resolver_lets_a_host_of_the_configuration_pass(resolve):
    assert resolve("intranet.example", "10.0.0.7", allow=["intranet.example"]) == ["10.0.0.7"]
    assert GuardedResolver.withheld == {}


def test_withheld_name_is_a_refusal_and_an_unknown_name_is_not(monkeypatch):
    monkeypatch.setattr(GuardedResolver, "withheld", {"rebind.example": "10.0.0.1"})
    guard = GuardMiddleware(allow_hosts=())
    with pytest.raises(AddressRefused, match=r"leads to 10\.0\.0\.1"):
        guard.process_exception(Request("https://rebind.example/"), CannotResolveHostError())
    assert guard.process_exception(Request("https://gone.example/"), CannotResolveHostError()) is None
