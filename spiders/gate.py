"""The guard where requests pass: before each download, at each redirect and at each name that is resolved."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingHostnameResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]  # zope ships no types

from spiders.guard import explain_refusal, is_allowed, is_public
from spiders.tls import TlsFailed, explain_tls

ALLOW_HOSTS = "CHIPWIRE_ALLOW_HOSTS"
"""The setting that lists the hosts which may be fetched although they are not public."""


_REDIRECTS = {301, 302, 303, 307, 308}


class AddressRefused(IgnoreRequest):
    """The address must not be fetched; the page ends as a rejected row."""


class RedirectLoop(IgnoreRequest):
    """A redirect leads back to an address of its own chain."""


class GuardMiddleware:
    """Refuses addresses off the public web; sits closer to the network than retries, robots.txt and redirects."""

    def __init__(self, allow_hosts: Collection[str]) -> None:
        self.allow_hosts = frozenset(allow_hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Return the guard with the hosts that the settings allow, and let the resolver know them."""
        guard = cls(crawler.settings.getlist(ALLOW_HOSTS))
        GuardedResolver.allow_hosts = guard.allow_hosts
        return guard

    def process_request(self, request: Request) -> None:
        """Raise AddressRefused where the address itself says that it must not be fetched."""
        reason = explain_refusal(request.url, allow_hosts=self.allow_hosts)
        if reason is not None:
            raise AddressRefused(reason)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise what it was where that would be the same if it were tried again.

        AddressRefused where the resolver withheld a private address, TlsFailed where the outlet cannot be trusted.
        """
        host = urlparse_cached(request).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in GuardedResolver.withheld:
            raise AddressRefused(f"{host} leads to {GuardedResolver.withheld[host]}, which is not on the public web")
        untrusted = explain_tls(exception)
        if untrusted is not None:
            raise TlsFailed(untrusted) from exception


class LoopRefusingRedirects(RedirectMiddleware):
    """Redirects as Scrapy follows them, but a loop is an error, and so is one that leads off the web.

    Scrapy drops the one as a duplicate, without a word, and hands the other over as a page.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the response, or the request that it redirects to."""
        location = response.headers.get(b"Location")
        if response.status in _REDIRECTS and location is not None:
            reason = _explain_scheme(response.url, location.decode("latin-1"))
            if reason is not None:
                raise AddressRefused(f"the redirect leads to no web address: {reason}")
        result = super().process_response(request, response)
        if isinstance(result, Request) and result.url in result.meta.get("redirect_urls", ()):
            raise RedirectLoop(f"redirect loop over {result.url}")
        return result


def _explain_scheme(base: str, location: str) -> str | None:
    """Return what is wrong with the address of a redirect apart from its host, which is judged when it is asked."""
    try:
        scheme = urlsplit(urljoin(base, location.strip())).scheme
    except ValueError as err:
        return f"not an address ({err})"
    return None if scheme in {"http", "https"} else f"scheme {scheme[:40]} is not http or https"


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Resolves names, but withholds private addresses: the address checked is the one that is connected to."""

    # Of the class, as Scrapy makes the resolver for the process, before there is a crawl with hosts of its own.
    allow_hosts: ClassVar[frozenset[str]] = frozenset()
    withheld: ClassVar[dict[str, str]] = {}

    # Twisted's interfaces carry no usable types, hence Any from here on.
    def resolveHostName(self, resolutionReceiver: Any, hostName: str, portNumber: int = 0, *rest: Any) -> Any:  # noqa: N802, N803 - Twisted's names
        """Begin to resolve a name; the receiver hears of public addresses only."""
        receiver = resolutionReceiver
        if not is_allowed(hostName, portNumber, allow_hosts=self.allow_hosts):
            receiver = _PublicOnly(resolutionReceiver, hostName)
        return super().resolveHostName(receiver, hostName, portNumber, *rest)


@implementer(IResolutionReceiver)
class _PublicOnly:
    """Passes public addresses on. One private address among them withholds all: such a host is not trusted."""

    def __init__(self, receiver: Any, host: str) -> None:
        self.receiver = receiver
        self.host = host
        self.addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - the name that Twisted calls
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - the name that Twisted calls
        self.addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - the name that Twisted calls
        hosts = [str(getattr(address, "host", "")) for address in self.addresses]
        private = [host for host in hosts if not is_public(host)]
        if private:
            GuardedResolver.withheld[self.host] = private[0]
        else:
            for address in self.addresses:
                self.receiver.addressResolved(address)
        self.receiver.resolutionComplete()
