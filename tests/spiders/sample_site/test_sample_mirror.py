from __future__ import annotations

import re

import pytest
from lxml import etree

from spiders.sample_site import load_articles
from spiders.sample_site.mirror_pages import load_furniture

ARTICLES = [article for article in load_articles() if article.outlet == "lineprinter"]


@pytest.fixture
def base(sample_site):
    return sample_site.outlets["lineprinter"]


def test_the_index_links_every_article(client, base):
    links = etree.HTML(client.get(base + "/").text).xpath("//li/a/@href")
    assert links == [article.path for article in ARTICLES]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)
def test_articles_have_header_fortune_title_date_links_and_disclaimer(client, base, article):
    text = client.get(base + article.path).text
    lines = text.split("\n")
    assert lines[0] == f"News: {article.number}"
    assert lines[2].startswith("  ")
    assert lines[2].strip() in load_furniture().fortunes
    assert lines[4] == article.title
    assert lines[6] == article.published.strftime("(%Y/%m/%d)")
    assert text.rstrip().endswith(load_furniture().disclaimer.rstrip())
    # Every mark of the text has its line in the list of links, in order.
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\](?! https)", text)]
    listed = [int(mark) for mark in re.findall(r"^\[(\d+)\] https://", text, flags=re.MULTILINE)]
    assert marks == listed == list(range(1, len(listed) + 1))
    assert len(listed) >= 2


def test_marks_stand_inside_sentences_and_on_lines_of_their_own(client, base):
    article = next(article for article in ARTICLES if article.key == "lp-h200-toll")
    text = client.get(base + article.path).text
    assert re.search(r"^\[\d+\]$", text, flags=re.MULTILINE)
    assert re.search(r"The \[\d+\]announcement on Monday", text)
    assert re.search(r"as we \[\d+\]reported , whatever happens", text)


def test_related_links_stand_in_mid_article(client, base):
    article = next(article for article in ARTICLES if article.related_after)
    text = client.get(base + article.path).text
    titles = [other.title for other in ARTICLES if other is not article and other.title in text]
    assert len(titles) == 4
    place = text.index(titles[0])
    assert article.related_after < len(article.blocks)
    assert text.index(article.title) < place < text.index(article.blocks[-1].text[-40:])


def test_the_fortune_changes_and_nothing_else(client, base):
    url = base + ARTICLES[0].path
    first, second = (client.get(url).text.split("\n") for _ in range(2))
    assert [number for number, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]] == [2]
