"""The running sample site."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from spiders.sample_site.articles import SampleArticle, load_articles
from spiders.sample_site.edition import Edition
from spiders.sample_site.errors import SampleSiteError, UnknownOutletError
from spiders.sample_site.outlets import load_outlets
from spiders.sample_site.server import LoggedRequest, OutletServer
from spiders.sample_site.sources import write_sources


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSite:
    """The five outlets as they are being served.

    `outlets` gives the base URL of each outlet by its key. `requests` grows with every request that is answered.
    """

    outlets: Mapping[str, str]
    requests: list[LoggedRequest]
    _updated: threading.Event = field(repr=False, compare=False)

    @property
    def articles(self) -> tuple[SampleArticle, ...]:
        """The articles as they are served now, newest first."""
        return load_articles(version=2 if self._updated.is_set() else 1)

    def publish_update(self) -> None:
        """Serve the second version of every article that has one."""
        self._updated.set()

    def write_sources(self, path: Path) -> None:
        """Write a sources.toml for these outlets."""
        write_sources(path, outlets={outlet.key: outlet for outlet in load_outlets()}, bases=self.outlets)


@contextmanager
def serve_sample_site(*, ports: Mapping[str, int] | None = None) -> Iterator[SampleSite]:
    """Serve every outlet on 127.0.0.1 while the context lasts; a free port each, or the one that `ports` gives."""
    ports = ports or {}
    outlets = load_outlets()
    unknown = ports.keys() - {outlet.key for outlet in outlets}
    if unknown:
        known = ", ".join(outlet.key for outlet in outlets)
        raise UnknownOutletError(f"no such outlet: {', '.join(sorted(unknown))}; the sample site has {known}")
    load_articles(version=2)
    log: list[LoggedRequest] = []
    updated = threading.Event()
    with ExitStack() as stack:
        bases = {}
        for outlet in outlets:
            server = _open_server(outlet.key, ports.get(outlet.key, 0), log)
            stack.callback(server.stop)
            editions = tuple(
                Edition(
                    outlet=outlet,
                    base=server.base,
                    articles=tuple(
                        article for article in load_articles(version=version) if article.outlet == outlet.key
                    ),
                )
                for version in (1, 2)
            )
            server.start(partial(_choose_edition, editions, updated))
            bases[outlet.key] = server.base
        yield SampleSite(outlets=MappingProxyType(bases), requests=log, _updated=updated)


def _open_server(key: str, port: int, log: list[LoggedRequest]) -> OutletServer:
    try:
        return OutletServer(port, log=log)
    except OSError as err:
        raise SampleSiteError(f"cannot serve {key} on 127.0.0.1:{port}: {err}; choose another port") from err


def _choose_edition(editions: tuple[Edition, ...], updated: threading.Event) -> Edition:
    return editions[1 if updated.is_set() else 0]
