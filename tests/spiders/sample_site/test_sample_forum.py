from __future__ import annotations

from datetime import datetime

import pytest
from lxml import etree

from spiders.sample_site import load_articles

TOPICS = [article for article in load_articles() if article.outlet == "compute-tavern"]


@pytest.fixture
def base(sample_site):
    return sample_site.outlets["compute-tavern"]


def test_latest_lists_every_topic(client, base):
    listed = client.get(base + "/latest.json").json["topic_list"]
    assert "more_topics_url" not in listed
    assert [topic["id"] for topic in listed["topics"]] == [topic.number for topic in TOPICS]
    first = listed["topics"][0]
    assert (first["slug"], first["title"]) == (TOPICS[0].slug, TOPICS[0].title)
    assert first["posts_count"] == len(TOPICS[0].replies) + 1
    assert datetime.fromisoformat(first["created_at"]) == TOPICS[0].published
    assert datetime.fromisoformat(first["last_posted_at"]) >= TOPICS[0].published
    assert client.get(base + "/latest.json?page=1").json["topic_list"]["topics"] == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_topics_have_the_article_first_and_replies_after_it(client, base, topic):
    answer = client.get(f"{base}/t/{topic.number}.json").json
    assert answer == client.get(f"{base}/t/{topic.slug}/{topic.number}.json").json
    posts = answer["post_stream"]["posts"]
    assert len(posts) == len(topic.replies) + 1
    assert posts[0]["name"] == topic.authors[0]
    assert datetime.fromisoformat(posts[0]["created_at"]) == topic.published
    words = " ".join(etree.HTML(posts[0]["cooked"]).itertext())
    assert all(block.text in words for block in topic.blocks)
    for reply, post in zip(topic.replies, posts[1:], strict=True):
        assert post["username"] == reply.username
        assert reply.text in " ".join(etree.HTML(post["cooked"]).itertext())
        assert reply.text not in topic.body


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.key)
def test_the_html_page_names_its_canonical_url(client, base, topic):
    page = client.get(base + topic.path)
    assert etree.HTML(page.text).xpath("string(//link[@rel='canonical']/@href)") == topic.canonical_url
    short = client.get(f"{base}/t/{topic.number}")
    assert (short.status, short.headers["location"]) == (301, topic.path)


def test_one_topic_ends_in_an_advert_and_a_question(client, base):
    topic = next(topic for topic in TOPICS if topic.advert)
    cooked = client.get(f"{base}/t/{topic.number}.json").json["post_stream"]["posts"][0]["cooked"]
    assert cooked.index(topic.blocks[-1].text[:20]) < cooked.index("Linux distribution") < cooked.index("your thoughts")
    assert "Linux distribution" not in topic.body
