"""What an article is filed under, and what kind it is: behind a wall, live, or of an uncertain hour."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from extract_pages import SENTENCE, make_html, make_page

from spiders.extract import ExtractError, Reason, extract
from spiders.extraction.dates import choose_stated
from spiders.extraction.topics import clean_tags, read_section
from spiders.items import Article, SourceKind

OTHER = SENTENCE.replace("12,000", "13,000")
THIRD = SENTENCE.replace("12,000", "14,000")


def read(*paragraphs: str, head: str = "", title: str = "A foundry ships more wafers", **given: str) -> Article:
    page = make_html(*(paragraphs or (SENTENCE, OTHER)), head=head, title=title)
    return extract(make_page(page, **given))


def ld(**fields: Any) -> str:
    node = {"@type": "NewsArticle", "headline": "A foundry ships more wafers", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_section_and_tags_come_from_the_first_place_that_has_them():
    head = "<meta property='article:section' content='Chips'><meta property='article:tag' content='wafers'>"
    article = read(head=head + "<meta property='article:tag' content='HBM'><meta name=keywords content='a, b'>")
    assert (article.section, article.tags) == ("Chips", ("wafers", "HBM"))
    stated = read(head=head + ld(articleSection=["Trade", "News"], keywords=["export", {"name": "H20"}, "Export"]))
    assert (stated.section, stated.tags) == ("Trade", ("export", "H20"))
    assert (read().section, read().tags) == (None, ())


def test_tags_for_machines_are_none():
    made = (
        "export controls, type:story, 5f1e6c2a-90ab-4cde-8f00-aabbccddeeff, www.example.com, megaphone_top, 2026, H20"
    )
    assert clean_tags([made]) == ("export controls", "H20")
    assert clean_tags(["R&amp;amp;D; chips"]) == ("R&D", "chips")
    assert read_section(["news_news", "Business"]) == "Business"
    assert read_section(["x" * 300]) is None


def test_a_wordpress_post_names_its_section_and_tags():
    terms = [
        [{"taxonomy": "category", "name": "Foundries"}, {"taxonomy": "category", "name": "News"}],
        [{"taxonomy": "post_tag", "name": "R&amp;D"}, {"taxonomy": "post_tag", "name": "2 nm"}, "?"],
        None,
    ]
    post = {
        "title": {"rendered": "More wafers"},
        "content": {"rendered": f"<p>{SENTENCE}</p><p>{OTHER}</p>"},
        "date": "2026-01-05T09:30:00",
        "_embedded": {"wp:term": terms},
    }
    page = make_page(json.dumps(post), content_type="application/json", kind=SourceKind.WORDPRESS)
    article = extract(page)
    assert (article.section, article.tags, article.zoned) == ("Foundries", ("R&D", "2 nm"), False)


def test_a_discourse_topic_names_its_tags():
    topic = {
        "title": "More wafers",
        "tags": ["yield", {"name": "2 nm"}, 7],
        "post_stream": {"posts": [{"post_number": 1, "cooked": f"<p>{SENTENCE}</p><p>{OTHER}</p>"}]},
    }
    page = make_page(json.dumps(topic), content_type="application/json", kind=SourceKind.DISCOURSE)
    assert extract(page).tags == ("yield", "2 nm")


@pytest.mark.parametrize(
    "head",
    [
        ld(isAccessibleForFree=False),
        ld(isAccessibleForFree="http://schema.org/False"),
        ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"}),
        "<meta property='article:content_tier' content='locked'>",
    ],
)
def test_an_outlet_says_that_its_text_is_not_for_everybody(head: str):
    article = read(head=head)
    assert article.paywalled
    assert article.text == f"{SENTENCE}\n\n{OTHER}"


def test_what_is_free_says_so():
    part = {"@type": "WebPageElement", "isAccessibleForFree": False}
    assert not read(head=ld(isAccessibleForFree=True, hasPart=[part])).paywalled
    assert not read(head="<meta property='article:content_tier' content='metered'>").paywalled


@pytest.mark.parametrize(
    "wall",
    [
        [
            "This article is for subscribers only.",
            "Get unlimited access to our journalism for $1 a week. Cancel any time.",
        ],
        ["Unlimited access to our reporters' work, from $4 per month.", "Subscribe to continue reading."],
        ["Already a subscriber? Sign in", "Choose the plan that suits you and your team best."],
    ],
)
def test_a_teaser_is_an_article_without_the_words_of_the_wall(wall: list[str]):
    article = read(SENTENCE, OTHER, *wall)
    assert article.paywalled
    assert article.text == f"{SENTENCE}\n\n{OTHER}"


def test_a_wall_outside_the_article_counts_for_a_short_text():
    page = make_html(SENTENCE, OTHER).replace(
        "</article>", "</article><section><p>To read the full story, pay.</p></section>"
    )
    assert extract(make_page(page)).paywalled


def test_articles_about_subscribers_keep_what_they_say():
    line = 'The lounge is for subscribers only, and "already a subscriber" is what the clerk asks everybody first.'
    text = [SENTENCE, OTHER, line, *(SENTENCE.replace("12,000", f"{number},000") for number in range(20, 40))]
    article = read(*text)
    assert not article.paywalled
    assert line in article.text


def test_a_box_in_a_long_free_article_goes_and_the_article_stays():
    text = [SENTENCE.replace("12,000", f"{number},000") for number in range(20, 50)]
    article = read(*text[:15], "Already a subscriber? Sign in to read without adverts.", *text[15:])
    assert not article.paywalled
    assert article.text == "\n\n".join(text)


def test_a_log_in_wall_is_named():
    with pytest.raises(ExtractError) as caught:
        read(
            "You must be logged in to view this page.",
            "Forgot your password? Ask the desk for another.",
            title="Members",
        )
    assert caught.value.reason is Reason.LOGIN


def test_words_of_consent_are_never_the_article():
    consent = (
        "We and our partners store cookies on your device and process personal data; you can withdraw your consent "
        "or manage preferences at any time in our cookie policy."
    )
    assert read(SENTENCE, OTHER, consent).text == f"{SENTENCE}\n\n{OTHER}"
    about = (
        "The regulator said that cookies which store personal data without consent break the law, and fined the "
        "broker two million euros for the way in which its vendors had used them since the spring."
    )
    assert about in read(SENTENCE, about, OTHER).text


@pytest.mark.parametrize(
    ("title", "url", "head"),
    [
        ("Chip tariffs: live updates", "", ""),
        ("LIVE: Senate votes on chips", "", ""),
        ("Senate votes on chips – as it happened", "", ""),
        ("Senate votes on chips", "https://a.example.com/business/live/2026/jan/05/senate-chips", ""),
        ("Senate votes on chips", "https://a.example.com/news/senate-liveblog-7", ""),
        ("Senate votes on chips", "", ld(**{"@type": "LiveBlogPosting"})),
    ],
)
def test_live_blogs(title: str, url: str, head: str):
    given = {"url": url} if url else {}
    assert read(title=title, head=head, **given).live


@pytest.mark.parametrize("title", ["Where engineers live", "Live music returns", "How chips live and die: a study"])
def test_a_life_is_no_live_blog(title: str):
    assert not read(title=title, url="https://a.example.com/live/reviews/a-band").live


def test_a_live_blog_is_dated_by_its_start_and_not_by_one_of_its_reports():
    report = {
        "@type": "BlogPosting",
        "headline": "A vote",
        "datePublished": "2026-01-05T12:00:00Z",
        "author": "Ann",
        "publisher": "Wafer Daily",
        "articleBody": "It passed.",
    }
    head = ld(**{"@type": "LiveBlogPosting", "coverageStartTime": "2026-01-05T08:00:00Z", "liveBlogUpdate": [report]})
    assert read(head=head).published == datetime(2026, 1, 5, 8, tzinfo=UTC)


SHELLS = [
    "<div id=root></div><script src=/static/main.js></script>",
    "<app-root></app-root><script src=a.js></script>",
    "<noscript>You need to enable JavaScript to run this app.</noscript><div id=x></div>",
    "<script src=1.js></script><script src=2.js></script><script src=3.js></script>",
]


@pytest.mark.parametrize("body", SHELLS)
def test_a_page_that_only_a_browser_can_show_says_so(body: str):
    page = f"<html><head><title>Wafer Daily</title></head><body>{body}</body></html>"
    with pytest.raises(ExtractError, match="needs a browser") as caught:
        extract(make_page(page))
    assert caught.value.reason is Reason.BROWSER


def test_a_shell_that_carries_its_text_for_search_engines_is_read():
    head = ld(articleBody=f"{SENTENCE}\n\n{OTHER}\n{THIRD}")
    page = f"<html><head>{head}</head><body><div id=root></div><script src=a.js></script></body></html>"
    assert extract(make_page(page)).text == f"{SENTENCE}\n\n{OTHER}\n\n{THIRD}"


def test_an_article_among_scripts_needs_no_browser():
    page = make_html(SENTENCE, OTHER).replace("</body>", f"{SHELLS[0]}{SHELLS[2]}</body>")
    assert extract(make_page(page)).text == f"{SENTENCE}\n\n{OTHER}"


@pytest.mark.parametrize(
    ("stated", "expected", "zoned"),
    [
        (["2026-01-05T09:30:00+01:00"], "2026-01-05T08:30:00+00:00", True),
        (["2026-01-05T09:30:00"], "2026-01-05T09:30:00", False),
        # The same clock in another zone, and the moment that a zone explains: both tell the zone of the first.
        (["2026-01-05T09:30:00", "2026-01-05T09:30:00-05:00"], "2026-01-05T14:30:00+00:00", True),
        (["2026-01-05T09:30:21", "2026-01-05T14:30:21Z"], "2026-01-05T14:30:21+00:00", True),
        # Written by a machine that adds Z to any time; another moment; a change on another day.
        (["2026-01-05T09:30:00", "2026-01-05T09:30:00Z"], "2026-01-05T09:30:00", False),
        (["2026-01-05T09:30:00", "2026-01-05T09:41:00Z"], "2026-01-05T09:30:00", False),
        (["2026-01-05T09:30:00", "2026-01-07T09:30:00+02:00"], "2026-01-05T09:30:00", False),
        (["2026-01-05", "2026-01-05T07:15:00Z"], "2026-01-05T07:15:00+00:00", True),
        (["2026-01-05", "2026-02-05T07:15:00Z"], "2026-01-05T00:00:00+00:00", True),
        (["soon", None, "5 January 2026"], "2026-01-05T00:00:00+00:00", True),
    ],
)
def test_what_a_page_says_of_its_hour(stated: list[str | None], expected: str, zoned: bool):
    chosen = choose_stated(stated)
    assert chosen is not None
    assert chosen.zoned is zoned
    metas = "".join(f"<meta property='article:published_time' content='{text}'>" for text in stated if text)
    assert read(head=metas).stated == expected


def test_no_date_is_none():
    assert choose_stated(["", None, 7, "next week"]) is None
    assert read().stated is None
