"""Which addresses may be fetched: the public web only, unless a host is named in the configuration."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

# Addresses that carry an IPv4 address inside and lead to it through a gateway.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NEVER = (".localhost", ".local", ".internal", ".home.arpa", ".onion")


def explain_refusal(url: str, *, allow_hosts: Collection[str] = ()) -> str | None:
    """Return why `url` may not be fetched, or None where nothing in its text speaks against it.

    A host name can still lead to a private address: `is_public` is asked again for what it resolves to.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as err:
        return f"not an address ({err})"
    if parts.scheme not in {"http", "https"}:
        return f"scheme {parts.scheme or '(none)'} is not http or https"
    if not host:
        return "no host"
    if parts.username is not None or parts.password is not None:
        return "carries a user name"
    name = host.rstrip(".")
    private = name == "localhost" or name.endswith(_NEVER) or (_parse(name) is not None and not is_public(name))
    if private and not is_allowed(host, port, allow_hosts=allow_hosts):
        return f"{host} is not on the public web"
    return None


def is_allowed(host: str, port: int | None, *, allow_hosts: Collection[str]) -> bool:
    """Return whether the configuration names this host, with or without its port."""
    host = host.lower().strip("[]")
    names = {name.lower() for name in allow_hosts}
    spelled = f"[{host}]" if ":" in host else host
    return bool({host, spelled, f"{spelled}:{port}"} & names)


def is_public(address: str) -> bool:
    """Return whether a resolved address lies on the public internet; False for what is no address at all."""
    parsed = _parse(address)
    if parsed is None:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.teredo is not None or parsed.sixtofour is not None:
            return False
        inner = parsed.ipv4_mapped
        if inner is None and parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return parsed.is_global and not parsed.is_multicast


def _parse(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address.split("%", 1)[0].strip("[]"))
    except ValueError:
        return None
