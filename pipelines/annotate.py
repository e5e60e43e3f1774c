"""Third stage: entities, quantities and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language

from nlp.pipeline import annotate, load_pipeline
from nlp.records import Document, Entry, Text
from nlp.registry import load_registry
from pipelines.settings import Settings
from spiders.items import Article

# The pipeline reads English; an article in another language is kept as text, without claims.
READ_LANGUAGES = frozenset({"en", None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """An article and what was read out of it; `document` is None for a language that the pipeline cannot read."""

    article: Article
    document: Document | None


def annotate_articles(articles: Iterable[Article], *, settings: Settings) -> list[Annotated]:
    """Return every article with its document, in order."""
    batch = list(articles)
    readable = [article for article in batch if article.language in READ_LANGUAGES]
    texts = (
        Text(text_id=article.version, text=article.text, title=article.title, published=article.published)
        for article in readable
    )
    documents = dict(zip((id(article) for article in readable), annotate_texts(texts, settings=settings), strict=True))
    return [Annotated(article=article, document=documents.get(id(article))) for article in batch]


def annotate_texts(texts: Iterable[Text], *, settings: Settings) -> Iterator[Document]:
    """Yield one document per text, in order, without holding more than one batch in memory."""
    return annotate(texts, nlp=_load(settings.registry, settings.spacy_package))


def list_entries(settings: Settings) -> list[Entry]:
    """Return the registry as it is configured: the shipped entries and the user's own."""
    return list(load_registry(settings.registry).entries.values())


@cache
def _load(registry: Path | None, package: str | None) -> Language:
    return load_pipeline(registry=load_registry(registry), package=package)
