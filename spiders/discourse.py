"""Discourse forums, through the JSON that stands behind each of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scrapy import Request
from scrapy.http import Response

from spiders.base import Output, SourceSpider
from spiders.items import RawPage, Rejected, SourceKind
from spiders.payload import read_json
from spiders.rows import find_visit


class DiscourseSpider(SourceSpider):
    """Reads topics, those with the newest posts first. A page's body is the topic's JSON, its address the topic's.

    The option `category` ("hardware/12") keeps to one category; `listings` says how many pages of topics are read.
    """

    name = "discourse"
    kind = SourceKind.DISCOURSE

    def begin(self) -> Iterable[Request]:
        """Return the request for the newest topics."""
        return [self.request_topics(0)]

    def request_topics(self, number: int) -> Request:
        """Return the request for one page of the list of topics."""
        category = self.source.options.get("category")
        listing = "latest" if category is None else f"c/{category}/l/latest"
        request = self.request_listing(f"{self.source.base}/{listing}.json?page={number}")
        return request.replace(cb_kwargs={"number": number})

    def parse_listing(self, response: Response, number: int = 0) -> Iterator[Output]:
        """Yield the request for each topic, and for the next page of topics."""
        listing = read_json(response)
        topic_list = listing.get("topic_list") if isinstance(listing, dict) else None
        topics = topic_list.get("topics") if isinstance(topic_list, dict) else None
        if not isinstance(topic_list, dict) or not isinstance(topics, list):
            yield self.reject_listing(response, "the answer has no list of topics; is this a Discourse forum?")
            return
        self.count_listing(response)
        mark = self.frontier.mark()
        for topic in topics:
            number_of_topic = topic.get("id") if isinstance(topic, dict) else None
            if not isinstance(number_of_topic, int):
                yield self.rows.reject(response.url, kind="listing", reason="a topic of the list has no number")
                continue
            address = f"{self.source.base}/t/{number_of_topic}.json"
            yield from self.request_page(address, base=response.url, hints=read_hints(topic), callback=self.parse_topic)
        last = int(self.source.options.get("listings", "3")) - 1
        more = isinstance(topic_list.get("more_topics_url"), str) and number < last
        if topics and more and self.frontier.goes_on(mark):
            yield self.request_topics(number + 1)

    def parse_again(self, response: Response, hints: Mapping[str, str]) -> Iterator[RawPage | Rejected]:
        """Yield the page of one topic."""
        return self.parse_topic(response, hints=hints)

    def parse_topic(self, response: Response, hints: Mapping[str, str]) -> Iterator[RawPage | Rejected]:
        """Yield the page of one topic."""
        topic = read_json(response)
        if not isinstance(topic, dict) or not isinstance(topic.get("id"), int):
            reason = "the answer is no topic"
            visit = find_visit(response.request)
            yield self.rows.reject(response.url, kind="listing", reason=reason, sample=response.body, visit=visit)
            return
        slug = topic.get("slug")
        path = (
            f"/t/{slug}/{topic['id']}" if isinstance(slug, str) and slug.isprintable() and slug else f"/t/{topic['id']}"
        )
        yield self.rows.make_page(response, url=self.source.base + path, hints=hints, content_type="application/json")


def read_hints(topic: dict[str, Any]) -> dict[str, str]:
    """Return what the list says of a topic."""
    values = {"title": topic.get("title"), "published": topic.get("created_at"), "modified": topic.get("bumped_at")}
    return {name: " ".join(value.split()) for name, value in values.items() if isinstance(value, str)}
