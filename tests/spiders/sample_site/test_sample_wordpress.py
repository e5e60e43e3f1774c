from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from spiders.sample_site import load_articles

ARTICLES = [article for article in load_articles() if article.outlet == "wafer-relay"]
POSTS = "/wp-json/wp/v2/posts"


@pytest.fixture
def base(sample_site):
    return sample_site.outlets["wafer-relay"]


def test_paging_gives_every_post_once_newest_first(client, base):
    found = []
    for page in (1, 2, 3):
        answer = client.get(f"{base}{POSTS}?page={page}&per_page=5&_embed")
        assert answer.status == 200
        assert answer.headers["x-wp-total"] == str(len(ARTICLES))
        assert answer.headers["x-wp-totalpages"] == "3"
        assert ('rel="next"' in answer.headers.get("link", "")) == (page < 3)
        found += answer.json
    assert [post["id"] for post in found] == [article.number for article in ARTICLES]
    assert len(client.get(base + POSTS).json) == 10


def test_posts_have_wordpress_fields(client, base):
    article = ARTICLES[0]
    post = client.get(f"{base}{POSTS}?per_page=1&_embed").json[0]
    assert post["link"] == article.canonical_url
    assert post["slug"] == article.slug
    assert datetime.fromisoformat(post["date_gmt"]).replace(tzinfo=UTC) == article.published
    assert datetime.fromisoformat(post["date"]) - datetime.fromisoformat(post["date_gmt"]) == timedelta(hours=-3)
    assert [author["name"] for author in post["_embedded"]["author"]] == list(article.authors)
    assert article.blocks[0].text[:30] in post["content"]["rendered"]
    assert "<html" not in post["content"]["rendered"]
    assert "_embedded" not in client.get(f"{base}{POSTS}?per_page=1").json[0]


def test_titles_are_escaped_as_wordpress_does(client, base):
    titles = [post["title"]["rendered"] for post in client.get(f"{base}{POSTS}?per_page=100").json]
    assert any("Nvidia&#8217;s" in title for title in titles)
    assert not any("’" in title for title in titles)


def test_after_and_fields_narrow_the_answer(client, base):
    # Without an offset, the time is the site's own, three hours behind UTC.
    middle = ARTICLES[6].published
    local = middle.replace(tzinfo=None).isoformat()
    for moment in (local, middle.astimezone(UTC).isoformat().replace("+00:00", "Z")):
        posts = client.get(f"{base}{POSTS}?after={moment}&_fields=id,title.rendered").json
        assert posts == [{"id": post["id"], "title": post["title"]} for post in posts]
        assert [post["id"] for post in posts] == [article.number for article in ARTICLES[:6]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("page=99", "rest_post_invalid_page_number"),
        ("page=4&per_page=5", "rest_post_invalid_page_number"),
        ("per_page=101", "rest_invalid_param"),
        ("page=0", "rest_invalid_param"),
        ("page=two", "rest_invalid_param"),
        ("after=yesterday", "rest_invalid_param"),
    ],
)
def test_wrong_parameters_are_refused_as_wordpress_does(client, base, query, code):
    answer = client.get(f"{base}{POSTS}?{query}")
    assert answer.status == 400
    assert answer.json["code"] == code
    assert answer.json["data"] == {"status": 400}


def test_single_posts_and_the_root_answer(client, base):
    assert client.get(f"{base}{POSTS}/{ARTICLES[3].number}").json["slug"] == ARTICLES[3].slug
    assert client.get(f"{base}{POSTS}/1").status == 404
    assert client.get(base + "/wp-json/").json["gmt_offset"] == -3


def test_pages_are_full_of_remains(client, base):
    article = next(article for article in ARTICLES if len(article.ad_after) == 2)
    text = client.get(base + article.path).text
    for remains in (
        "Continues after advertising",
        "Forgot password?",
        "Enter your account data and we will send you a link to reset your password.",
        "GIPHY App Key not set. Please check settings",
        "Leave your vote",
        "Leave a Comment",
        "Add to Collection",
        "Source link",
        "You may also like",
    ):
        assert remains in text
    caption = etree.HTML(text).xpath("string(//*[@class='wp-caption-text'])")
    assert caption == article.title.replace("’", "'")


def test_a_page_without_its_slash_redirects(client, base):
    answer = client.get(base + ARTICLES[0].path.rstrip("/"))
    assert (answer.status, answer.headers["location"]) == (301, ARTICLES[0].path)


def test_the_feed_has_the_ten_newest_in_full(client, base):
    items = etree.fromstring(client.get(base + "/feed/").body).findall("channel/item")
    assert [item.findtext("title") for item in items] == [article.title for article in ARTICLES[:10]]
    content = items[0].findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert f"<p>{ARTICLES[0].blocks[0].text}</p>" in content
