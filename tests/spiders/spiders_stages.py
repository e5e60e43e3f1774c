"""The stages from rows to warehouse without annotation, which the tests of fetching and extraction do not look at."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from pipelines.annotate import Annotated
from pipelines.cluster import Clustered
from pipelines.ingest import Run, Steps, ingest
from pipelines.progress import show_progress
from pipelines.report import Tally
from pipelines.settings import Settings
from spiders.items import RawPage, Rejected
from warehouse.load import load

STEPS = Steps(
    annotate=lambda articles, _settings: [Annotated(article=article, document=None) for article in articles],
    cluster=lambda _annotated, _board, _settings: Clustered(embeddings=(), placements=(), stories=()),
    load=load,
)


def ingest_plainly(rows: Iterable[RawPage | Rejected], *, run: Run, settings: Settings) -> Tally:
    """Extract and load what was fetched, with no entity, claim or story, and no registry."""
    with show_progress() as meter, pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.ingest.list_entries", lambda _settings: [])
        return ingest(iter(rows), run=run, settings=settings, meter=meter, steps=STEPS)
