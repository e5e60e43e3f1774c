"""The guard where requests pass: before each download, at each redirect and at each name that is resolved."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

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

ALLOW_HOSTS = "CHIPWIRE_ALLOW_HOSTS"
"""The setting that lists the hosts which may be fetched although they are not public."""


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
        """Raise AddressRefused where the resolver withheld a private address, so that it is not tried again."""
        host = urlparse_cached(request).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in GuardedResolver.withheld:
            raise AddressRefused(f"{host} leads to {GuardedResolver.withheld[host]}, which is not on the public web")


class LoopRefusingRedirects(RedirectMiddleware):
    """Redirects as Scrapy follows them, but a loop is an error; Scrapy drops it as a duplicate, without a word."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the response, or the request that it redirects to."""
        result = super().process_response(request, response)
        if isinstance(result, Request) and result.url in result.meta.get("redirect_urls", ()):
            raise RedirectLoop(f"redirect loop over {result.url}")
        return result


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
