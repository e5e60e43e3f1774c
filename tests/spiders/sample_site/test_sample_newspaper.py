from __future__ import annotations

import html
import json
from datetime import datetime

import pytest
from lxml import etree

from spiders.sample_site import load_articles

ARTICLES = [article for article in load_articles() if article.outlet == "estuary-post"]
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


@pytest.fixture
def base(sample_site):
    return sample_site.outlets["estuary-post"]


def test_robots_leads_over_the_index_to_every_article(client, base):
    robots = client.get(base + "/robots.txt").text
    index = next(line for line in robots.splitlines() if line.startswith("Sitemap: ")).removeprefix("Sitemap: ")
    maps = etree.fromstring(client.get(index).body).xpath("//s:sitemap/s:loc/text()", namespaces=NAMES)
    assert maps == [base + "/sitemap-news.xml", base + "/sitemap-pages.xml"]
    urls = etree.fromstring(client.get(maps[0]).body).findall("s:url", NAMES)
    assert len(urls) == len(ARTICLES)
    for url, article in zip(urls, ARTICLES, strict=True):
        assert url.findtext("s:loc", namespaces=NAMES) == base + article.path
        assert url.findtext("n:news/n:title", namespaces=NAMES) == article.title
        assert url.findtext("n:news/n:publication/n:name", namespaces=NAMES) == "The Estuary Post"
        moment = datetime.fromisoformat(url.findtext("n:news/n:publication_date", namespaces=NAMES))
        assert (moment, moment.utcoffset()) == (article.published, article.published.utcoffset())
    page = etree.fromstring(client.get(maps[1]).body).findtext("s:url/s:loc", namespaces=NAMES)
    assert client.get(page).status == 200


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)
def test_articles_carry_json_ld(client, base, article):
    tree = etree.HTML(client.get(base + article.path).text)
    data = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == article.title
    assert data["url"] == article.canonical_url == tree.xpath("string(//link[@rel='canonical']/@href)")
    assert [author["name"] for author in data["author"]] == list(article.authors)
    assert datetime.fromisoformat(data["datePublished"]) == article.published
    assert datetime.fromisoformat(data["dateModified"]) == article.changed
    assert data["publisher"]["name"] == "The Estuary Post"
    assert data["isAccessibleForFree"] is not article.paywall


def test_clutter_stands_between_the_paragraphs(client, base):
    article = next(article for article in ARTICLES if article.ad_after and article.related_after)
    text = html.unescape(client.get(base + article.path).text)
    last = text.index(article.blocks[-1].text[:30])
    assert text.index("Story continues below this advertisement") < last
    assert text.index("Read more:") < last


def test_the_paywall_cuts_one_article_off(client, base):
    walled = [article.key for article in ARTICLES if "for subscribers" in client.get(base + article.path).text]
    assert walled == [article.key for article in ARTICLES if article.paywall]
