"""Whatever comes in, an Article comes out or an ExtractError."""

from __future__ import annotations

import os
import unicodedata

from extract_pages import PAGES, make_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiders.extract import ExtractError, extract
from spiders.items import SourceKind

# `make fuzz` tries more pages, and other ones each time; a failure prints how to repeat it.
FUZZ_PAGES = int(os.environ.get("CHIPWIRE_FUZZ_PAGES", "0"))
SEEDS = [path.read_bytes() for path in sorted(PAGES.glob("*.*")) if path.suffix in {".html", ".txt"}]
SNIPPETS = [
    b"<", b">", b"</", b"<p>", b"</div>", b"<script>", b"<!--", b"]]>", b"&#0;", b"&#xD800;", b"\x00", b"\xff\xfe",
    b"\xed\xa0\x80", b"[1]", b"\r", b"<pre>", b"<br><br>", b"<article>", b"<table><td>", b'{"',
    b"<meta charset=utf-16>", b"<meta charset=x>", b"<base href='//['>", b"<a href='http://['>",
    b'<link rel=canonical href="http://[">',
    b"<time datetime=99999-99-99>", b"<h1>", b"<title>", b"\xe2\x80\xa8", b"<svg><p>", b"<noscript>", b"<![CDATA[",
]  # fmt: skip
TYPES = [
    "text/html",
    "text/html; charset=utf-16",
    "text/plain",
    "application/json",
    "application/xhtml+xml",
    "",
    "x",
    "text/xml",
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    body = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(body)))
        piece = draw(st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=12)))
        body[at : at + draw(st.sampled_from([0, 0, 1, 20, 400]))] = piece
    return bytes(body)


def check(body: bytes, content_type: str, kind: SourceKind) -> None:
    page = make_page(body, content_type=content_type, kind=kind)
    try:
        article = extract(page)
    except ExtractError:
        return
    again = extract(page)
    assert (again.article_id, again.version) == (article.article_id, article.version)
    for text in (article.title, article.text, *article.authors):
        assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cs"} and char != "\n"]
    assert article.text.strip() == article.text
    assert article.published is None or article.published.tzinfo is not None
    article.canonical_url.encode("ascii")


@settings(
    max_examples=FUZZ_PAGES or 120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=not FUZZ_PAGES,
    print_blob=True,
)
@given(body=mutated(), content_type=st.sampled_from(TYPES), kind=st.sampled_from(list(SourceKind)))
def test_mutated_pages(body: bytes, content_type: str, kind: SourceKind):
    check(body, content_type, kind)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(body=st.binary(max_size=600), content_type=st.sampled_from(TYPES))
def test_random_bytes(body: bytes, content_type: str):
    check(body, content_type, SourceKind.LOCAL)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(text=st.text(max_size=800))
def test_random_text(text: str):
    check(text.encode("utf-8", "surrogatepass"), "text/plain; charset=utf-8", SourceKind.MIRROR)
