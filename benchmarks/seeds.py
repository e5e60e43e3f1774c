"""Whether the five source articles come out clean: `python -m benchmarks.seeds SEEDS_DIR seeds_clean.json`."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spiders.extract import extract
from spiders.items import Article, RawPage, SourceKind


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", type=Path, help="folder of the .txt files")
    parser.add_argument("expected", type=Path, help="seeds_clean.json")
    parser.add_argument("--show", action="store_true", help="print each body")
    args = parser.parse_args(argv)
    expected = json.loads(args.expected.read_text(encoding="utf-8"))
    failed = 0
    for key, want in expected.items():
        article = read_seed(args.seeds / want["seed"])
        faults = list(find_faults(article, want))
        failed += bool(faults)
        print(
            f"{key}  {'FAIL' if faults else 'ok'}  {len(article.text)} characters, "
            f"outlet {article.outlet}, {article.authors}, {article.published}"
        )
        for fault in faults:
            print(f"    {fault}")
        if args.show:
            print(article.title, article.text, sep="\n\n", end="\n\n---\n\n")
    print(f"{len(expected) - failed} of {len(expected)} clean")
    return 1 if failed else 0


def read_seed(path: Path) -> Article:
    page = RawPage(
        source="seeds",
        kind=SourceKind.LOCAL,
        url=path.resolve().as_uri(),
        status=200,
        content_type="text/plain",
        body=path.read_bytes(),
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return extract(page)


def find_faults(article: Article, want: dict[str, Any]) -> Iterator[str]:
    if not article.text.startswith(want["first_sentence"]):
        yield f"first sentence: {article.text[:100]!r}"
    if not article.text.endswith(want["last_sentence"]):
        yield f"last sentence: {article.text[-100:]!r}"
    for line in want["boilerplate_absent"]:
        if line in article.text:
            yield f"boilerplate left: {line!r}"
    if markers := re.findall(r"\[\d+\]", article.text):
        yield f"markers left: {markers}"
    if re.search(r"\w ,|  ", article.text):
        yield f"blanks left: {re.findall(r'.{20}(?: ,|  ).{5}', article.text)}"
    if article.title != want["title"]:
        yield f"title {article.title!r}"
    if want["date"] and (article.published is None or article.published.date().isoformat() != want["date"]):
        yield f"date {article.published}"
    if want["author"] and article.authors != (want["author"],):
        yield f"authors {article.authors}"
    if article.language != "en":
        yield f"language {article.language}"


if __name__ == "__main__":
    sys.exit(main())
