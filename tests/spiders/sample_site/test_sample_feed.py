from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from lxml import etree

from spiders.sample_site import load_articles

ARTICLES = [article for article in load_articles() if article.outlet == "fab-ledger"]


def test_the_feed_lists_every_article_with_byline_zone_and_summary_only(sample_site, client):
    base = sample_site.outlets["fab-ledger"]
    answer = client.get(base + "/feed.xml")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    items = etree.fromstring(answer.body).findall("channel/item")
    assert len(items) == len(ARTICLES)
    for item, article in zip(items, ARTICLES, strict=True):
        assert item.findtext("title") == article.title
        assert item.findtext("link").startswith(base + article.path + "?utm_source=")
        assert item.findtext("guid") == article.canonical_url
        assert parsedate_to_datetime(item.findtext("pubDate")) == article.published
        assert parsedate_to_datetime(item.findtext("pubDate")).utcoffset() == article.published.utcoffset()
        creators = [creator.text for creator in item.findall("{http://purl.org/dc/elements/1.1/}creator")]
        assert tuple(creators) == article.authors
        assert item.findtext("description") == article.summary
        assert article.body not in item.findtext("description")


def test_feedparser_reads_the_feed(sample_site, client):
    parsed = feedparser.parse(client.get(sample_site.outlets["fab-ledger"] + "/feed.xml").body)
    assert not parsed.bozo
    assert len(parsed.entries) == len(ARTICLES)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)
def test_pages_carry_metadata_and_clutter(sample_site, client, article):
    page = client.get(sample_site.outlets["fab-ledger"] + article.path)
    tree = etree.HTML(page.text)
    assert tree.xpath("string(//link[@rel='canonical']/@href)") == article.canonical_url
    assert tree.xpath("string(//meta[@property='og:title']/@content)") == article.title
    published = tree.xpath("string(//meta[@property='article:published_time']/@content)")
    assert datetime.fromisoformat(published) == article.published
    assert tuple(tree.xpath("//meta[@name='author']/@content")) == article.authors
    assert "More from The Fab Ledger" in page.text
    if not article.broken:
        assert "214 partners store cookies" in page.text
        assert ("The Monday Wafer" in page.text) == bool(article.ad_after)


def test_the_broken_page_is_broken(sample_site, client):
    article = next(article for article in ARTICLES if article.broken)
    text = client.get(sample_site.outlets["fab-ledger"] + article.path).text
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(text.replace("<!DOCTYPE html>", ""))
    assert "</html>" not in text
    assert "were < 50 percent" in text
    assert text.count("<p>") > text.count("</p>")
