from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from extract_pages import SENTENCE, make_page

from spiders.extract import ExtractError, extract
from spiders.extraction.addresses import canonical_url, clean_url
from spiders.extraction.authors import clean_authors
from spiders.extraction.blocks import parse_html
from spiders.extraction.dates import date_in_path, parse_moment
from spiders.extraction.decode import decode_body
from spiders.extraction.jsonld import read_json_ld
from spiders.extraction.language import detect_language, read_tag
from spiders.extraction.rules import RuleError, load_rules
from spiders.extraction.titles import choose_title
from spiders.items import identify_article

OWN = "https://www.example.com/2026/chips"


@pytest.mark.parametrize(
    "other",
    [
        "https://www.example.com/2026/chips/",
        "https://www.example.com:443/2026/chips?utm_source=x&fbclid=1#top",
        "HTTPS://WWW.EXAMPLE.COM/2026/chips/amp/",
        "https://www.example.com/2026/chips.amp",
        "https://www.example.com//2026/chips?amp=1",
        "https://www.example.com/2026/chips/index.html",
        "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/2026/chips",
    ],
)
def test_variants_of_an_address_are_one_article(other: str):
    assert clean_url(other) == OWN
    assert identify_article(clean_url(other) or "") == identify_article(OWN)


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "data:text/html,x", "http://", "http://[::1", "http://a:99999/", "javascript:x"]
)
def test_what_is_no_web_address_is_none(url: str):
    assert clean_url(url) is None


def test_parameters_that_name_the_article_stay_in_one_order():
    assert clean_url("https://example.com/?p=7&lang=en&ref=home") == "https://example.com/?lang=en&p=7"


@pytest.mark.parametrize(
    ("page", "claim", "expected"),
    [
        (OWN + "?x=1", "/2026/chips", OWN),
        (OWN, "https://m.example.com/a", "https://m.example.com/a"),
        (OWN, "https://elsewhere.org/a", OWN),
        (OWN, "https://www.example.com/", OWN),
        ("http://127.0.0.1:8000/a", "https://www.paper.example/a", "https://www.paper.example/a"),
        ("file:///x.html", "https://www.paper.example/a", "https://www.paper.example/a"),
        ("file:///x.html", "no/address", None),
    ],
)
def test_a_page_speaks_only_for_its_own_site(page: str, claim: str, expected: str | None):
    assert canonical_url(page, [claim]) == expected


def test_content_without_an_address_is_named_by_what_it_says():
    page = make_page(f"A title\n\n{SENTENCE}", content_type="text/plain", url="file:///one.txt")
    other = make_page(f"A title\n\n{SENTENCE}\n", content_type="text/plain", url="file:///two.txt")
    assert extract(page).canonical_url.startswith("urn:sha256:")
    assert extract(page).article_id == extract(other).article_id


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["By Jane Doe and John Roe"], ("Jane Doe", "John Roe")),
        (["Jane Doe", "jane-doe", "Doe"], ("Jane Doe",)),
        (["Doe, Jane"], ("Jane Doe",)),
        (["Jane Doe, John Roe & Ann Poe"], ("Jane Doe", "John Roe", "Ann Poe")),
        (["JANE VAN DOE"], ("Jane Van Doe",)),
        (["Jane Doe, Senior Reporter"], ("Jane Doe",)),
        (["admin"], ()),
        (["Wafer Daily"], ()),
        (["https://example.com/jane"], ()),
        (["jdoe (Jane Doe)"], ("Jane Doe",)),
    ],
)
def test_bylines(names: list[str], expected: tuple[str, ...]):
    assert clean_authors(names, outlet="Wafer Daily") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05T09:30:00+01:00", datetime(2026, 1, 5, 8, 30, tzinfo=UTC)),
        ("2026-01-05T09:30:00Z", datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
        ("2026-01-05", datetime(2026, 1, 5, tzinfo=UTC)),
        ("Mon, 05 Jan 2026 09:30:00 -0500", datetime(2026, 1, 5, 14, 30, tzinfo=UTC)),
        ("January 5, 2026 4:30 PM EST", datetime(2026, 1, 5, 21, 30, tzinfo=UTC)),
        ("yesterday", None),
        ("1066-10-14", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("2026-13-45", None),
        (None, None),
        (20260105, None),
    ],
)
def test_moments(text: object, expected: datetime | None):
    assert parse_moment(text) == expected


def test_days_in_addresses():
    assert date_in_path("https://a.example/2026/01/05/x") == datetime(2026, 1, 5, tzinfo=UTC)
    assert date_in_path("https://a.example/2026/13/05/x") is None


def title_of(**given: str) -> str:
    headings = [given.pop("heading")] if "heading" in given else []
    values = {
        "shared": "",
        "headline": "",
        "window": "",
        "outlet": "Wafer Daily",
        "host": "www.waferdaily.com",
        **given,
    }
    return choose_title(headings=headings, **values)


def test_titles():
    assert title_of(shared="Chips rise | Wafer Daily", heading="Chips rise again") == "Chips rise again"
    assert (
        title_of(shared="Chips rise", heading="Chips rise again, says Ann", window="Chips | Wafer Daily")
        == "Chips rise"
    )
    assert title_of(shared="Wafer Daily", heading="Chips rise") == "Chips rise"
    assert title_of(window="Chips rise - waferdaily.com") == "Chips rise"
    assert title_of(headline="Chips &#8216;rise&#8217;", heading="Chips ‘rise’") == "Chips ‘rise’"
    assert title_of() == ""


def test_json_ld_survives_its_usual_faults():
    page = """<script type="application/ld+json">//<![CDATA[
    {"@type": ["Thing", "NewsArticle"], "headline": "A line
    break", "author": "Jane Doe", "isAccessibleForFree": "False",}
    //]]></script><script type="application/ld+json">{{</script><p>x</p>"""
    tree = parse_html(page)
    assert tree is not None
    article = read_json_ld(tree)
    assert article.headline.split() == ["A", "line", "break"]
    assert article.authors == ("Jane Doe",)
    assert not article.free


TEXT = "Prices — “up” 5 % in Köln; naïve buyers pay €40 more."


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/html; charset=utf-8"),
        (TEXT.encode(), "text/html; charset=iso-8859-1-nonsense"),
        (TEXT.encode(), ""),
        (TEXT.encode("utf-8-sig"), "text/html; charset=latin-1"),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("utf-16-le"), "text/html; charset=utf-8"),
        (TEXT.encode("utf-16-be"), ""),
        (TEXT.encode("cp1252"), "text/html; charset=windows-1252"),
        (TEXT.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (b"<meta charset=windows-1252>" + TEXT.encode("cp1252"), "text/html"),
        (b"<meta charset=utf-16>" + TEXT.encode(), "text/html"),
        (TEXT.encode() + b"\xff", "text/html; charset=utf-8"),
    ],
)
def test_charsets(body: bytes, content_type: str):
    assert TEXT in decode_body(body, content_type=content_type)


def test_languages():
    assert detect_language(SENTENCE) == "en"
    assert (
        detect_language("Der Hersteller teilte am Montag mit, dass er in diesem Jahr mehr Wafer liefern werde.") == "de"
    )
    assert detect_language("OK 42") is None


def test_words_that_other_languages_share_with_english_do_not_make_a_text_english():
    danish = "Selskabet oplyste for en uge siden, at det over for sine kunder er klar til at levere flere chips. "
    dutch = "De minister was er niet zeker van of het bedrijf in de week over de licentie kan beslissen. "
    assert (detect_language(danish * 5), detect_language(dutch * 5)) == ("da", "nl")
    assert (read_tag("en-GB"), read_tag("zh_Hans"), read_tag("english"), read_tag(None)) == ("en", "zh", None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rule]]\nname = 'x'\n", "needs name"),
        ("[[rule]]\nname = 'x'\nhost = 'a'\nbody = ['//[']\n", "body"),
        ("[[rule]]\nname = 'x'\nhost = 'a'\nbdy = []\n", "unknown key bdy"),
        ("[[rule", "rule"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, text: str, words: str):
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=words):
        load_rules(tmp_path)


def test_the_shipped_rules_load():
    assert load_rules()


def test_surrogates_and_controls_are_gone():
    page = make_page("Chips\u0000 rise\u200b\n\n" + SENTENCE.replace("said", "sa\u00adid"), content_type="text/plain")
    article = extract(page)
    assert (article.title, article.text) == ("Chips rise", SENTENCE)
    with pytest.raises(ExtractError):
        extract(make_page(b"\xed\xa0\x80" * 50, content_type="text/plain"))
