"""What the spiders of WordPress and Discourse make of an API's answer, good or hostile, without a network."""

from __future__ import annotations

import json

import pytest
from spiders_answers import answer, split

from spiders.discourse import DiscourseSpider
from spiders.items import RawPage, Rejected
from spiders.stats import Stat
from spiders.wordpress import WordpressSpider


def make_post(number, **fields):
    return {"id": number, "link": f"https://outlet.test/{number}/", "title": {"rendered": f"Post {number}"}, **fields}


def test_posts_are_pages_of_json_until_the_budget_is_spent(make_spider):
    spider = make_spider(WordpressSpider, url="https://outlet.test", max_pages=2)
    posts = [make_post(number) for number in range(3)]
    requests, pages = split(spider.parse_listing(answer(json.dumps(posts), X_WP_TotalPages="9")))
    assert requests == [], "the budget is spent: the next page is not asked for"
    assert [page.url for page in pages] == ["https://outlet.test/0/", "https://outlet.test/1/"]
    assert [json.loads(page.body) for page in pages] == posts[:2]
    assert spider.counts[Stat.OVER_BUDGET] == 1


def test_next_page_of_posts_is_asked_for_while_there_are_more(make_spider):
    spider = make_spider(WordpressSpider, url="https://outlet.test/blog/", options={"after": "2026-01-01T00:00:00"})
    for number, expected in ((1, 1), (2, 1), (3, 0)):
        posts = json.dumps([make_post(number)])
        requests, _ = split(spider.parse_listing(answer(posts, X_WP_TotalPages="3"), number))
        assert len(requests) == expected
    (first,) = spider.begin()
    assert first.url.startswith("https://outlet.test/blog/wp-json/wp/v2/posts?per_page=20&page=1&")
    assert "after=2026-01-01T00%3A00%3A00" in first.url


def test_pages_of_posts_are_fetched_on_the_served_base(make_spider):
    spider = make_spider(
        WordpressSpider,
        url="http://127.0.0.1:8000",
        canonical_base="https://outlet.test",
        options={"body": "page"},
    )
    spider.allow_hosts = frozenset({"127.0.0.1"})
    (request,), rows = split(
        spider.parse_listing(answer(json.dumps([make_post(1)]), url="http://127.0.0.1:8000/wp-json"))
    )
    assert rows == []
    assert request.url == "http://127.0.0.1:8000/1/"


@pytest.mark.parametrize(
    "post",
    [
        7,
        {},
        {"link": 7},
        make_post(1, title=None, _embedded=[], date_gmt=5),
        make_post(1, title={"rendered": ["x"]}, _embedded={"author": ["x", {"name": 7}]}),
        make_post(1, _embedded={"author": 7}),
    ],
)
def test_odd_post_is_a_page_or_a_row(make_spider, post):
    requests, rows = split(
        make_spider(WordpressSpider, url="https://outlet.test").parse_listing(answer(json.dumps([post])))
    )
    assert requests == []
    assert len(rows) == 1


@pytest.mark.parametrize("spider_class", [WordpressSpider, DiscourseSpider])
@pytest.mark.parametrize(
    "body", ["", "{", "<html>", '{"code": "rest_disabled"}', "7", "[" * 100_000, '{"topic_list": {}}']
)
def test_answer_of_no_use_is_one_rejected_row(make_spider, spider_class, body):
    requests, rows = split(make_spider(spider_class, url="https://outlet.test").parse_listing(answer(body)))
    assert requests == []
    assert [type(row) for row in rows] == [Rejected]
    assert "is this a Discourse" in rows[0].reason or "REST API" in rows[0].reason


def test_topics_and_the_next_page_of_them(make_spider):
    spider = make_spider(DiscourseSpider, url="https://outlet.test/", options={"category": "chips/7", "listings": "2"})
    (first,) = spider.begin()
    assert first.url == "https://outlet.test/c/chips/7/l/latest.json?page=0"
    topics = [{"id": 5, "title": "T", "created_at": "2026-01-13T10:00:00.000Z"}, {"id": "x"}, 7]
    listing = json.dumps({"topic_list": {"topics": topics, "more_topics_url": "/latest?page=1"}})
    requests, rows = split(spider.parse_listing(answer(listing), 0))
    assert [request.url for request in requests] == [
        "https://outlet.test/t/5.json",
        "https://outlet.test/c/chips/7/l/latest.json?page=1",
    ]
    assert len(rows) == 2
    requests, _ = split(spider.parse_listing(answer(listing), 1))
    assert requests == []


@pytest.mark.parametrize(
    ("topic", "url"),
    [
        ({"id": 5, "slug": "h200-math"}, "https://outlet.test/t/h200-math/5"),
        ({"id": 5}, "https://outlet.test/t/5"),
        ({"id": "5"}, None),
        ([], None),
    ],
)
def test_topic_has_the_address_that_people_read(make_spider, topic, url):
    spider = make_spider(DiscourseSpider, url="https://outlet.test/")
    (row,) = spider.parse_topic(answer(json.dumps(topic)), hints={})
    assert row.url == url if isinstance(row, RawPage) else url is None
