"""Pages for the tests of extraction."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from spiders.items import RawPage, SourceKind

PAGES = Path(__file__).parent.parent / "data" / "pages"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SENTENCE = (
    "The foundry said on Monday that it will ship 12,000 wafers a month to its three largest customers this year."
)


def make_page(
    body: bytes | str,
    *,
    content_type: str = "text/html; charset=utf-8",
    url: str = "https://www.waferdaily.example.com/2026/chips-story",
    kind: SourceKind = SourceKind.FEED,
    status: int = 200,
    **hints: str,
) -> RawPage:
    return RawPage(
        source="test",
        kind=kind,
        url=url,
        status=status,
        content_type=content_type,
        body=body.encode() if isinstance(body, str) else body,
        fetched_at=NOW,
        hints=hints,
    )


def make_html(*paragraphs: str, head: str = "", title: str = "A foundry ships more wafers") -> str:
    lines = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>\n{lines}\n</article></body></html>"
    )


def read_sample(name: str) -> bytes:
    return (PAGES / name).read_bytes()
