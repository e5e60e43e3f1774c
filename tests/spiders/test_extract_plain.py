from __future__ import annotations

from datetime import UTC, datetime

import pytest
from extract_pages import SENTENCE, make_page, read_sample

from spiders.extract import ExtractError, Reason, extract
from spiders.extraction.footnotes import drop_markers, split_footnotes
from spiders.extraction.heading import parse_date_line, read_heading
from spiders.extraction.wrapping import join_lines


def read(name: str):
    return extract(make_page(read_sample(name), content_type="text/plain", url="file:///somewhere/" + name))


def test_a_mirrored_text_is_cleaned():
    article = read("mirror.txt")
    assert article.title == "Small foundries are winning the orders that large ones refuse"
    assert article.published == datetime(2026, 1, 5, tzinfo=UTC)
    assert article.outlet == "Wafer Gazette"
    assert article.language == "en"
    assert article.text == read_sample("mirror.body").decode().strip()


def test_a_reposted_text_is_cleaned():
    article = read("reposted.txt")
    assert article.title == "Old scanners find a second life in power chips"
    assert article.authors == ("Marisol Vane",)
    assert article.published == datetime(2026, 1, 6, tzinfo=UTC)
    assert [paragraph[:20] for paragraph in article.text.split("\n\n")] == [
        "Makers of power chip",
        "Prices rose by 18 pe",
        "Delivery takes about",
    ]


def test_a_closing_advert_names_the_outlet():
    article = read("forum.txt")
    assert article.outlet == "Stackwell OS"
    assert article.text.endswith("the authors write.")
    assert article.text.count("\n\n") == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Sales [1]rose , it said.", "Sales rose, it said."),
        ("[2]A decision on Monday.", "A decision on Monday."),
        ("The “[1]open” parts [2](and more) .", "The “open” parts (and more)."),
        ("It is [sic] from [2025] and [77].", "It is [sic] from [2025] and [77]."),
    ],
)
def test_markers_go_and_words_stay(line: str, expected: str):
    assert drop_markers([line], numbers=frozenset({1, 2})) == [expected]


def test_text_after_the_link_list_goes():
    notes = split_footnotes(["Body [1]text.", "", "[1] https://a.example/", "", "Void on Tuesdays."])
    assert notes.lines == ("Body [1]text.", "")
    assert notes.targets == {1: "https://a.example/"}


def test_without_a_list_only_counting_markers_are_footnotes():
    assert split_footnotes(["a[1] b[2] c[3]"]).numbers == {1, 2, 3}
    assert split_footnotes(["see [12] and [7]"]).numbers == frozenset()


def test_wrapped_lines_are_joined_and_others_are_not():
    wrapped = [
        "The plant in Porto will deliver forty thousand",
        "wafers a month by June, which is twice as many as",
        "it did a year ago, and more than its owners ever",
        "thought it could.",
        "",
        "A list",
        "of items",
    ]
    assert join_lines(wrapped) == [
        " ".join(wrapped[:4]),
        "A list",
        "of items",
    ]
    assert join_lines([SENTENCE, SENTENCE]) == [SENTENCE, SENTENCE]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(2025/12/10)", datetime(2025, 12, 10, tzinfo=UTC)),
        ("Published: 10 December 2025", datetime(2025, 12, 10, tzinfo=UTC)),
        ("December 10, 2025, 4:30 PM EST", datetime(2025, 12, 10, 21, 30, tzinfo=UTC)),
        ("2025-12-10 08:00 +0800", datetime(2025, 12, 10, 0, 0, tzinfo=UTC)),
        ("In 2025 sales rose", None),
        ("99/99/2025", None),
    ],
)
def test_date_lines(line: str, expected: datetime | None):
    stated = parse_date_line(line)
    assert (stated.moment if stated else None) == expected


def test_a_breadcrumb_is_cut_off_a_lone_headline():
    assert read_heading(["HomeAsiaTechBrackwater plans a new plant", SENTENCE]).title == "Brackwater plans a new plant"
    assert read_heading(["Homeowners sue a chipmaker", SENTENCE]).title == "Homeowners sue a chipmaker"


def test_a_paragraph_about_a_company_at_the_end_stays():
    last = "Brackwater is the largest employer in the district, and its sales rose by 12% last year."
    article = extract(make_page(f"A foundry grows\n\n{SENTENCE}\n\n{SENTENCE}x.\n\n{last}", content_type="text/plain"))
    assert article.text.endswith(last)


def test_no_words_are_no_article():
    with pytest.raises(ExtractError) as caught:
        extract(make_page("\n \u200b\n x", content_type="text/plain"))
    assert caught.value.reason in {Reason.EMPTY, Reason.NO_BODY}
