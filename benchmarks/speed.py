"""How long each stage takes, side by side in one run with what its field would use as it is.

python -m benchmarks.speed [--rounds 3]

extract   against trafilatura's default on the same pages of the sample site
annotate  against a blank spaCy tokenizer with its rule-based sentences
embed     against the same model in float32 by sentence-transformers in PyTorch
cluster   against embedding alone
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast
from urllib.request import urlopen

import spacy
import trafilatura

from nlp.embed import LEAD_CHARACTERS, load_embedder
from nlp.entities.component import Entities
from nlp.pipeline import annotate, load_pipeline
from nlp.records import Document, StoryItem, Text
from nlp.stories.board import Board
from pipelines.cluster import cluster_items
from pipelines.settings import Settings, set_model_environment
from spiders.extract import extract
from spiders.items import RawPage, SourceKind
from spiders.sample_site import SampleArticle, load_articles, serve_sample_site

HTML_OUTLETS = ("fab-ledger", "wafer-relay", "estuary-post")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="rounds, ours and the reference in turn; medians count")
    rounds = parser.parse_args(arguments).rounds
    set_model_environment()
    articles = [article for article in load_articles() if article.language == "en"]
    print("| stage | per second | reference | per second | ours / reference |\n|---|---|---|---|---|")
    for name, unit, amount, ours, reference, theirs in (
        ("extract", "pages", *_prepare_extract()),
        ("annotate", "words", *_prepare_annotate(articles)),
        ("annotate, no parse", "words", *_prepare_annotate(articles, parse=False)),
        ("embed", "texts", *_prepare_embed(articles)),
        ("cluster", "articles", *_prepare_cluster(articles)),
    ):
        fast, slow = _compare(ours, theirs, rounds)
        rates = f"{amount / fast:,.0f} {unit} | {reference} | {amount / slow:,.0f} {unit}"
        print(f"| {name} | {rates} | {slow / fast:.2f} |")
    return 0


Prepared = tuple[int, Callable[[], object], str, Callable[[], object]]


def _prepare_extract() -> Prepared:
    with serve_sample_site() as site:
        pages = [
            RawPage(
                source=article.outlet,
                kind=SourceKind.LOCAL,
                url=article.canonical_url,
                status=200,
                content_type="text/html; charset=utf-8",
                body=urlopen(site.outlets[article.outlet] + article.path, timeout=30).read(),
                fetched_at=datetime.now(UTC),
            )
            for article in load_articles()
            if article.outlet in HTML_OUTLETS
        ]
    return (
        len(pages),
        lambda: [extract(page) for page in pages],
        "trafilatura",
        lambda: [trafilatura.bare_extraction(page.body, with_metadata=True) for page in pages],
    )


def _prepare_annotate(articles: list[SampleArticle], *, parse: bool | None = None) -> Prepared:
    texts = [Text(text_id=article.key, text=article.body) for article in articles]
    nlp = load_pipeline(parse=parse)
    entities = cast("Entities", nlp.get_pipe("chipwire_entities"))

    def read() -> list[Document]:
        entities.forget()  # a round may not live on what the one before has seen
        return list(annotate(texts, nlp=nlp))

    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    return (
        sum(len(article.body.split()) for article in articles),
        read,
        "spaCy tokenizer and sentencizer",
        lambda: list(blank.pipe(text.text for text in texts)),
    )


def _prepare_embed(articles: list[SampleArticle]) -> Prepared:
    leads = _list_leads(_list_items(articles))
    ours, theirs = load_embedder().encoder, load_embedder(exact=True).encoder
    return len(leads), lambda: ours.encode(leads), "float32 by PyTorch", lambda: theirs.encode(leads)


def _prepare_cluster(articles: list[SampleArticle]) -> Prepared:
    items = _list_items(articles)
    leads = _list_leads(items)
    embedder = load_embedder()

    def cluster() -> object:
        embedder.recent.clear()  # a round may not live on what the one before has embedded
        return cluster_items(items, board=Board(), settings=Settings())

    return len(items), cluster, "embedding alone", lambda: embedder.encoder.encode(leads)


def _list_items(articles: list[SampleArticle]) -> list[StoryItem]:
    return [
        StoryItem(item_id=article.key, title=article.title, text=article.body, published=article.published)
        for article in articles
    ]


def _list_leads(items: list[StoryItem]) -> list[str]:
    return [f"{item.title}. {item.text[:LEAD_CHARACTERS]}" for item in items]


def _compare(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median seconds of each; both are called once beforehand, so that nothing is loaded under the clock."""
    ours(), theirs()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, taken in zip((ours, theirs), times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return sorted(times[0])[rounds // 2], sorted(times[1])[rounds // 2]


if __name__ == "__main__":
    sys.exit(main())
