"""Third stage: entities, quantities and claims."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TypeAlias

from spacy.language import Language

from nlp.entities.errors import ModelError
from nlp.pipeline import annotate, load_pipeline
from nlp.records import Document, Entry, Text
from nlp.registry import Registry, RegistryError, load_registry
from pipelines.errors import InputError
from pipelines.settings import Settings
from spiders.items import Article

# The pipeline reads English; an article in another language is kept as text, without claims.
READ_LANGUAGES = frozenset({"en", None})
# Reprints come close together: what was read out of so many texts is kept, but for very long ones.
_REMEMBERED = 512
_LONG = 20_000

_Key: TypeAlias = tuple[str, datetime | None]
_Recent: TypeAlias = OrderedDict[_Key, Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """An article and what was read out of it; `document` is None for a language that the pipeline cannot read."""

    article: Article
    document: Document | None


def annotate_articles(articles: Iterable[Article], *, settings: Settings) -> list[Annotated]:
    """Return every article with its document, in order. The same words of the same day are read once."""
    batch = list(articles)
    recent = _remember(settings.registry, settings.spacy_package)
    readable = {_identify(article): article for article in batch if article.language in READ_LANGUAGES}
    found = {key: recent[key] for key in readable if key in recent}
    texts = (
        Text(text_id=article.version, text=article.text, title=article.title, published=article.published)
        for key, article in readable.items()
        if key not in found
    )
    new = [key for key in readable if key not in found]
    found.update(zip(new, annotate_texts(texts, settings=settings), strict=True))
    _keep_recent(recent, found)
    return [
        Annotated(
            article=article,
            document=found[_identify(article)] if article.language in READ_LANGUAGES else None,
        )
        for article in batch
    ]


def annotate_texts(texts: Iterable[Text], *, settings: Settings) -> Iterator[Document]:
    """Yield one document per text, in order, without holding more than one batch in memory."""
    return annotate(texts, nlp=_load(settings.registry, settings.spacy_package))


def list_entries(settings: Settings) -> list[Entry]:
    """Return the registry as it is configured, with the user's own entries; InputError says what is wrong where."""
    return list(_read_registry(settings.registry).entries.values())


def _identify(article: Article) -> _Key:
    return article.version, article.published


def _keep_recent(recent: _Recent, found: Mapping[_Key, Document]) -> None:
    for key, document in found.items():
        if len(document.text) <= _LONG:
            recent[key] = document
            recent.move_to_end(key)
    while len(recent) > _REMEMBERED:
        recent.popitem(last=False)


@cache
def _remember(registry: Path | None, package: str | None) -> _Recent:  # noqa: ARG001 - one memory for each pipeline
    return OrderedDict()


@cache
def _load(registry: Path | None, package: str | None) -> Language:
    """Load the pipeline once; InputError says what is wrong with the registry file or the package."""
    try:
        return load_pipeline(registry=_read_registry(registry), package=package)
    except ModelError as err:
        raise InputError(str(err)) from err


def _read_registry(registry: Path | None) -> Registry:
    try:
        return load_registry(registry)
    except RegistryError as err:
        raise InputError(str(err)) from err
