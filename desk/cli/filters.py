"""The three Unix filters: JSON Lines in and out."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

from desk.cli.app import ConfigOption, app, read_settings

# The stages are imported when a filter runs: reading the warehouse must not load spaCy and torch.


@app.command("extract")
def extract() -> None:
    """HTML in, article out, one JSON line each.

    Example: echo '{"id": 1, "html": "<html>...</html>", "url": "https://a.example/1"}' | chipwire extract
    """
    from pipelines.filters import extract_lines  # noqa: PLC0415 - see above

    _print_lines(extract_lines(_read_lines()))


@app.command("annotate")
def annotate(config: ConfigOption = None) -> None:
    """Text in; entities, quantities and claims out, one JSON line each.

    Example: echo '{"id": 1, "text": "The H200 has 141 GB of memory."}' | chipwire annotate
    """
    from pipelines.filters import annotate_lines  # noqa: PLC0415 - see above

    _print_lines(annotate_lines(_read_lines(), settings=read_settings(None, config)))


@app.command("cluster")
def cluster(config: ConfigOption = None) -> None:
    """Articles in; story and original out, one JSON line each.

    Example: chipwire cluster < articles.jsonl > stories.jsonl
    """
    from pipelines.filters import cluster_lines  # noqa: PLC0415 - see above

    _print_lines(cluster_lines(_read_lines(), settings=read_settings(None, config)))


def _read_lines() -> Iterator[str]:
    # A byte that is not UTF-8 makes its own line unreadable, not the stream.
    return iter(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"))


def _print_lines(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
