from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from extract_pages import SENTENCE, make_page

from spiders.extract import ExtractError, Reason, extract
from spiders.items import Article, SourceKind

POST: dict[str, Any] = {
    "date": "2026-01-05T07:00:00",
    "date_gmt": "2026-01-05T10:00:00",
    "modified_gmt": "2026-01-05T12:00:00",
    "link": "https://www.waferdaily.example.com/2026/01/more-wafers/",
    "title": {"rendered": "Foundry &#8216;doubles&#8217; <em>output</em>"},
    "content": {
        "rendered": f"<p>{SENTENCE}</p><figure><figcaption>A wafer</figcaption></figure>"
        "<div class='sharedaddy'>Share</div><ul><li>First shift</li></ul>"
        "<p>One line<br>and its rest.<br><br>Another paragraph of the same post.</p>",
        "protected": False,
    },
    "_embedded": {"author": [{"name": "Jo Vance"}]},
}
TOPIC: dict[str, Any] = {
    "id": 12,
    "slug": "rack-power",
    "title": "Rack power",
    "created_at": "2026-01-05T10:00:00.000Z",
    "post_stream": {
        "posts": [
            {
                "post_number": 1,
                "username": "jov",
                "name": "Jo Vance",
                "created_at": "2026-01-05T10:00:00.000Z",
                "updated_at": "2026-01-06T10:00:00.000Z",
                "cooked": f"<p>{SENTENCE}</p><aside class='onebox'>A preview</aside>",
            },
            {"post_number": 2, "username": "other", "cooked": "<p>I do not agree at all with what was said above.</p>"},
        ]
    },
}


def read(
    value: Any, *, kind: SourceKind, url: str = "https://www.waferdaily.example.com/wp-json/wp/v2/posts/1"
) -> Article:
    return extract(make_page(json.dumps(value), content_type="application/json; charset=utf-8", kind=kind, url=url))


def test_a_wordpress_post():
    article = read(POST, kind=SourceKind.WORDPRESS)
    assert article.title == "Foundry ‘doubles’ output"
    assert article.text.split("\n\n") == [
        SENTENCE,
        "First shift",
        "One line and its rest.",
        "Another paragraph of the same post.",
    ]
    assert article.authors == ("Jo Vance",)
    assert article.published == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert article.modified == datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert article.canonical_url == "https://www.waferdaily.example.com/2026/01/more-wafers"


def test_a_discourse_topic_is_its_first_post():
    article = read(TOPIC, kind=SourceKind.DISCOURSE, url="https://forum.example.com/t/12.json")
    assert article.text == SENTENCE
    assert article.authors == ("Jo Vance",)
    assert article.modified == datetime(2026, 1, 6, 10, tzinfo=UTC)
    assert article.canonical_url == "https://forum.example.com/t/rack-power/12"


def test_a_post_behind_a_password_is_a_paywall():
    with pytest.raises(ExtractError) as caught:
        read({**POST, "content": {"rendered": "", "protected": True}}, kind=SourceKind.WORDPRESS)
    assert caught.value.reason is Reason.PAYWALL


@pytest.mark.parametrize("value", [[], {}, [1, 2], {"content": 5}, {"post_stream": {"posts": [None]}}, "text"])
def test_other_json_is_malformed(value: Any):
    with pytest.raises(ExtractError) as caught:
        read(value, kind=SourceKind.WORDPRESS)
    assert caught.value.reason is Reason.MALFORMED


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"a":' + "1" * 5000 + "}"])
def test_broken_json_is_malformed(body: str):
    with pytest.raises(ExtractError) as caught:
        extract(make_page(body, content_type="application/json"))
    assert caught.value.reason is Reason.MALFORMED
