"""Second stage: what a page says, as an article, without the lines that its host puts on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spiders.extract import ExtractError, extract
from spiders.extraction.addresses import host_of
from spiders.extraction.errors import Reason
from spiders.extraction.recurring import Recurring
from spiders.items import Article, RawPage, Rejected, identify_version
from spiders.sources import Source

_SAMPLE_CHARACTERS = 200
# Articles that are compared with one another before the first of them is handed on.
_WINDOW = 256
_WINDOW_CHARACTERS = 20_000_000
_LEAST = 80


def extract_articles(
    pages: Iterable[RawPage | Rejected],
    *,
    sources: Mapping[str, Source] | None = None,
    recurring: Recurring | None = None,
    recall: Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]] | None = None,
) -> Iterator[Article | Rejected]:
    """Yield one article or rejection per page, in order; pages that were rejected before pass through.

    `sources` (by name) gives an outlet's name and language where the page itself does not say. Lines that recur on the
    pages of a host are left out: a few hundred pages are looked at together, so that the first of them is read as the
    last is. `recurring` is what is known of such lines, and learns more; `recall` gives earlier texts of some hosts, by
    host and article_id, to compare with.
    """
    recurring = recurring or Recurring()
    for window in _gather(_extract_each(pages, sources or {})):
        _learn(window, recurring, recall)
        for found in window:
            yield found if isinstance(found, Rejected) else _strip(found, recurring)


def _extract_each(pages: Iterable[RawPage | Rejected], sources: Mapping[str, Source]) -> Iterator[Article | Rejected]:
    for page in pages:
        if isinstance(page, Rejected):
            yield page
            continue
        source = sources.get(page.source)
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


def _gather(found: Iterable[Article | Rejected]) -> Iterator[list[Article | Rejected]]:
    window: list[Article | Rejected] = []
    characters = 0
    for one in found:
        window.append(one)
        characters += len(one.text) if isinstance(one, Article) else 0
        if len(window) >= _WINDOW or characters >= _WINDOW_CHARACTERS:
            yield window
            window, characters = [], 0
    if window:
        yield window


def _learn(
    window: Sequence[Article | Rejected],
    recurring: Recurring,
    recall: Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]] | None,
) -> None:
    texts: dict[str, dict[str, str]] = {}
    for article in window:
        if isinstance(article, Article) and (host := host_of(article.canonical_url)):
            texts.setdefault(host, {})[article.article_id] = article.text
    earlier = recall(sorted(texts)) if recall is not None and texts else {}
    for host in sorted(texts):
        together = {**earlier.get(host, {}), **texts[host]}
        # In one order, whatever the order of the pages: of two copies the same one counts.
        recurring.learn(host, [together[key].split("\n\n") for key in sorted(together)])


def _strip(article: Article, recurring: Recurring) -> Article | Rejected:
    paragraphs = recurring.strip(host_of(article.canonical_url), article.text.split("\n\n"))
    text = "\n\n".join(paragraphs)
    if len(text) == len(article.text):
        return article
    if len(text) < _LEAST:
        return Rejected(
            stage="extract",
            subject=article.url,
            reason=f"{Reason.NO_BODY}: all but {len(text)} characters stand on other pages of the host too",
            sample=article.text[:_SAMPLE_CHARACTERS],
            source=article.source,
        )
    return replace(article, text=text, version=identify_version(article.title, text))
