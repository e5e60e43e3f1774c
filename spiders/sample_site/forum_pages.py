"""The Discourse forum: topics as HTML and JSON. The first post of a topic is the article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from spiders.sample_site.articles import SampleArticle
from spiders.sample_site.edition import Edition, Reply, Request, redirect_to, reply_with_html, reply_with_json
from spiders.sample_site.rendering import render
from spiders.sample_site.standard_pages import DECOY_PATH

TOPICS_PER_PAGE = 30


def respond(edition: Edition, request: Request) -> Reply | None:
    """Answer the front page, /latest.json and the topics; None for any other path."""
    if request.path == "/":
        return reply_with_html(render("forum/index.html", edition=edition, decoy=DECOY_PATH), changed=edition.changed)
    if request.path == "/latest.json":
        return _list_topics(edition, request)
    for topic in edition.articles:
        if request.path in {f"/t/{topic.number}.json", f"/t/{topic.slug}/{topic.number}.json"}:
            return reply_with_json(_describe_topic(topic))
        if request.path == f"/t/{topic.number}":
            return redirect_to(topic.path)
        if request.path == topic.path:
            page = render(
                "forum/topic.html", edition=edition, topic=topic, posts=_describe_posts(topic), decoy=DECOY_PATH
            )
            return reply_with_html(page, changed=topic.changed)
    return None


def _list_topics(edition: Edition, request: Request) -> Reply:
    text = request.query.get("page", "0")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    shown = edition.articles[page * TOPICS_PER_PAGE : (page + 1) * TOPICS_PER_PAGE]
    topic_list: dict[str, Any] = {
        "can_create_topic": False,
        "per_page": TOPICS_PER_PAGE,
        "topics": [
            {
                "id": topic.number,
                "title": topic.title,
                "fancy_title": topic.title,
                "slug": topic.slug,
                "posts_count": len(topic.replies) + 1,
                "created_at": _say_time(topic.published),
                "last_posted_at": _describe_posts(topic)[-1]["created_at"],
                "pinned": False,
                "archetype": "regular",
            }
            for topic in shown
        ],
    }
    if (page + 1) * TOPICS_PER_PAGE < len(edition.articles):
        topic_list["more_topics_url"] = f"/latest?page={page + 1}"
    return reply_with_json({"users": [], "topic_list": topic_list})


def _describe_topic(topic: SampleArticle) -> dict[str, Any]:
    posts = _describe_posts(topic)
    return {
        "post_stream": {"posts": posts, "stream": [post["id"] for post in posts]},
        "id": topic.number,
        "title": topic.title,
        "fancy_title": topic.title,
        "slug": topic.slug,
        "posts_count": len(posts),
        "created_at": _say_time(topic.published),
        "last_posted_at": posts[-1]["created_at"],
        "tags": list(topic.tags),
    }


def _describe_posts(topic: SampleArticle) -> list[dict[str, Any]]:
    name = topic.authors[0]
    rows = [(name, name.lower().replace(" ", "_"), render("forum/cooked.html", topic=topic), topic.changed)]
    for hours, reply in enumerate(topic.replies, start=1):
        cooked = render("forum/reply.html", reply=reply)
        rows.append((reply.name, reply.username, cooked, topic.published + timedelta(hours=hours)))
    return [
        {
            "id": topic.number * 100 + number,
            "post_number": number,
            "name": name,
            "username": username,
            "created_at": _say_time(topic.published if number == 1 else moment),
            "updated_at": _say_time(moment),
            "cooked": cooked,
            "topic_id": topic.number,
            "topic_slug": topic.slug,
        }
        for number, (name, username, cooked, moment) in enumerate(rows, start=1)
    ]


def _say_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
