"""Extraction of real pages, in the form that the scorers of ../shared/eval/extraction read, and its speed.

With E standing for that folder:

    python $E/score_zyte.py --repo $E/zyte_dev --emit zyte.jsonl --html-dir zyte
    python -m benchmarks.pages zyte.jsonl pred.jsonl --compare
    python $E/score_zyte.py --repo $E/zyte_dev pred.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura

from spiders.extract import ExtractError, extract
from spiders.extraction.language import detect_language
from spiders.items import RawPage, SourceKind


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", type=Path, help='JSON Lines of {"id", "html", "url"}, html being a path')
    parser.add_argument("predictions", type=Path, help="where the predictions go")
    parser.add_argument(
        "--compare", action="store_true", help="time trafilatura's default on the same pages, page by page in turn"
    )
    args = parser.parse_args(argv)
    rows = [json.loads(line) for line in args.inputs.read_text(encoding="utf-8").splitlines()]
    pages = [(row["id"], row.get("url") or "", Path(row["html"]).read_bytes()) for row in rows]
    # Loads models and lists before the clock starts; the language model is for what is not plainly English.
    extract(to_page(*pages[0][1:])) if pages else None
    detect_language("Welche Sprache ist das? " * 4)
    ours = theirs = 0.0
    with args.predictions.open("w", encoding="utf-8") as out:
        for key, url, body in pages:
            start = time.perf_counter()
            prediction = predict(key, url, body)
            ours += time.perf_counter() - start
            out.write(json.dumps(prediction) + "\n")
            if args.compare:
                start = time.perf_counter()
                trafilatura.bare_extraction(body, url=url or None, with_metadata=True)
                theirs += time.perf_counter() - start
    print(f"{len(pages)} pages, {len(pages) / ours:.1f} pages/s", end="\n" if not args.compare else ", ")
    if args.compare:
        print(f"trafilatura {len(pages) / theirs:.1f} pages/s, ratio {theirs / ours:.2f}")
    return 0


def predict(key: str, url: str, body: bytes) -> dict[str, Any]:
    try:
        article = extract(to_page(url, body))
    except ExtractError as err:
        return {"id": key, "text": "", "error": str(err)}
    return {
        "id": key,
        "text": article.text,
        "title": article.title,
        "authors": list(article.authors),
        "date": article.stated,
        "language": article.language,
        "outlet": article.outlet,
        "canonical_url": article.canonical_url,
    }


def to_page(url: str, body: bytes) -> RawPage:
    return RawPage(
        source="pages",
        kind=SourceKind.LOCAL,
        url=url,
        status=200,
        content_type="text/html",
        body=body,
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


if __name__ == "__main__":
    sys.exit(main())
