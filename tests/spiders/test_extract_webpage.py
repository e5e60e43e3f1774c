from __future__ import annotations

from datetime import UTC, datetime

import pytest
from extract_pages import SENTENCE, make_html, make_page, read_sample

from spiders.extract import ExtractError, Reason, extract


def test_a_newspaper_page_gives_its_article_and_no_more():
    article = extract(
        make_page(read_sample("newspaper.html"), url="https://www.quaycourier.com/trade/port-licences/amp/")
    )
    assert article.title == "Port licences slow chip tools by a quarter"
    assert article.authors == ("Ines Halloran", "Tomas Ek")
    assert article.published == datetime(2026, 1, 7, 8, 30, tzinfo=UTC)
    assert article.modified == datetime(2026, 1, 7, 10, 5, tzinfo=UTC)
    assert article.outlet == "The Quay Courier"
    assert article.language == "en"
    assert article.canonical_url == "https://www.quaycourier.com/trade/port-licences"
    assert [paragraph[:24] for paragraph in article.text.split("\n\n")] == [
        "New licences for chip to",
        "The port moved 310 machi",
        "No relief before spring",
        "The ministry promised mo",
        "Toolmakers say that they",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Continues after advertising",
        "Read more: Why foundries wait for tools",
        "Share this article",
        "Photo: Harbour Archive",
        "Sign up for our weekly newsletter about everything that floats.",
        "A foundry ships more wafers",
        "GIPHY App Key not set. Please check settings",
        "Follow us on Twitter",
    ],
)
def test_lines_of_widgets_go(line: str):
    other = SENTENCE.replace("12,000", "15,000")
    article = extract(make_page(make_html(SENTENCE, line, other)))
    assert article.text == f"{SENTENCE}\n\n{other}"


def test_an_about_section_of_a_press_release_goes():
    others = [SENTENCE.replace("12,000", f"{number},000") for number in range(2, 6)]
    page = make_html(
        *others,
        "About Brackwater",
        "Brackwater (BRKW) builds wafers for people who need them, and has done so since 1999.",
    )
    assert extract(make_page(page)).text == "\n\n".join(others)


def test_broken_html_still_gives_its_text():
    page = f"<p><div><b>{SENTENCE}</i></p></span><p>{SENTENCE.replace('12', '13')}<table><tr><td></div>"
    assert SENTENCE in extract(make_page(page)).text


def test_preformatted_text_is_read_as_text():
    text = read_sample("mirror.txt").decode()
    page = f"<html><head><title>Board</title></head><body><pre>{text}</pre></body></html>"
    article = extract(make_page(page))
    assert article.title == "Small foundries are winning the orders that large ones refuse"
    assert "of 2025, according to a survey" in article.text


def test_a_date_may_come_from_listing_or_address():
    page = make_html(SENTENCE, SENTENCE.replace("12", "13"))
    listed = extract(
        make_page(page, published="Mon, 05 Jan 2026 10:00:00 GMT", url="https://a.example.com/2026/01/04/x")
    )
    assert listed.published == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert extract(make_page(page, url="https://a.example.com/2026/01/04/x")).published == datetime(
        2026, 1, 4, tzinfo=UTC
    )


def test_what_the_source_is_configured_to_be_counts():
    article = extract(make_page(make_html(SENTENCE, SENTENCE + " Twice.")), outlet="Wafer Daily", language="en")
    assert (article.outlet, article.language) == ("Wafer Daily", "en")


CONSENT = make_html(
    "We and our partners store cookies and process personal data with your consent.",
    "You can withdraw your consent at any time. Accept all or manage preferences for advertising partners.",
    title="Your privacy",
)
PAYWALL = make_html(
    "The foundry said on Monday that…", "To continue reading, become a subscriber. Already a subscriber? Sign in."
)
MISSING = make_html("The page that you were looking for has moved, or never was.", title="404 Not Found")
CHECK = make_html(
    "Checking your browser before you go on. This takes five seconds, please wait.", title="Just a moment..."
)
SCRIPTED = "<html><body><div id=app></div><noscript>You need to enable JavaScript.</noscript></body></html>"


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ("", 200, Reason.EMPTY),
        ("   \n ", 200, Reason.EMPTY),
        (make_html(SENTENCE), 404, Reason.ERROR_PAGE),
        (MISSING, 200, Reason.ERROR_PAGE),
        (CHECK, 200, Reason.ERROR_PAGE),
        (CONSENT, 200, Reason.CONSENT),
        (PAYWALL, 200, Reason.PAYWALL),
        (SCRIPTED, 200, Reason.BROWSER),
        ("<html><body><nav><a href=/>Home</a></nav></body></html>", 200, Reason.NO_BODY),
        ("<?xml version='1.0'?><rss><channel><item><title>x</title></item></channel></rss>", 200, Reason.UNSUPPORTED),
        (b"%PDF-1.7 ...", 200, Reason.NO_BODY),
        (b"x" * 10_000_001, 200, Reason.TOO_LARGE),
        ("<p>" * 500_001, 200, Reason.TOO_LARGE),
        ("<p " + "a=1 " * 30_000 + ">x</p>", 200, Reason.TOO_LARGE),
        (bytes(range(128, 256)) * 40 + bytes(20), 200, Reason.UNDECODABLE),
    ],
)
def test_what_is_no_article_says_why(body: bytes | str, status: int, reason: Reason):
    with pytest.raises(ExtractError) as caught:
        extract(make_page(body, content_type="text/html", status=status))
    assert caught.value.reason is reason
    assert str(reason) in str(caught.value)


def test_pictures_are_refused_by_their_type():
    with pytest.raises(ExtractError) as caught:
        extract(make_page(b"\x89PNG", content_type="image/png"))
    assert caught.value.reason is Reason.UNSUPPORTED


def test_deep_nesting_and_many_paragraphs_end_soon():
    deep = "<div>" * 100_000 + SENTENCE + "</div>" * 100_000
    with pytest.raises(ExtractError):
        extract(make_page(deep))
    wide = make_html(
        *(f"Customer {number} ordered {number} wafers on the first day of the month." for number in range(8_000))
    )
    assert extract(make_page(wide)).text.count("\n\n") == 7_999
