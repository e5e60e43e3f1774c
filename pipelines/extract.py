"""Second stage: what a page says, as an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from spiders.extract import ExtractError, extract
from spiders.items import Article, RawPage, Rejected
from spiders.sources import Source

_SAMPLE_CHARACTERS = 200


def extract_articles(
    pages: Iterable[RawPage | Rejected], *, sources: Mapping[str, Source] | None = None
) -> Iterator[Article | Rejected]:
    """Yield one article or rejection per page, in order; pages that were rejected before pass through.

    `sources` (by name) gives an outlet's name and language where the page itself does not say.
    """
    known = sources or {}
    for page in pages:
        if isinstance(page, Rejected):
            yield page
            continue
        source = known.get(page.source)
        try:
            yield extract(page, outlet=source.outlet if source else None, language=source.language if source else None)
        except ExtractError as err:
            yield Rejected(
                stage="extract",
                subject=page.url or page.hints.get("file", ""),
                reason=str(err),
                sample=page.body[:_SAMPLE_CHARACTERS].decode("utf-8", "replace"),
                source=page.source,
            )
