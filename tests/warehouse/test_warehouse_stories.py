"""What is known of one story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from duckdb import DuckDBPyConnection
from warehouse_copies import OpenCopy
from warehouse_records import DAY, join, make_run, say

from nlp.records import Placement, Story, StoryChange, StoryLink
from warehouse.batch import Batch
from warehouse.errors import UnknownStory
from warehouse.load import load
from warehouse.stories import find_story, read_beginnings, read_stories, read_story

STORY, LATER = "5703f1", "1a7e44"


def tell(story_id: str, *batches: Batch, copies: int = 0) -> Batch:
    """One batch of these articles as one story, the first of them first."""
    joined = join(*batches)
    placements = tuple(replace(one, story_id=story_id) for one in joined.placements)
    moments = [article.published for article in joined.articles if article.published]
    story = Story(
        story_id=story_id,
        title=joined.articles[0].title,
        item_ids=tuple(one.item_id for one in placements),
        first_item_id=placements[0].item_id,
        outlets=tuple(dict.fromkeys(article.outlet or "" for article in joined.articles)),
        independent=len(placements) - copies,
        started=min(moments, default=None),
        updated=max(moments, default=None),
    )
    return replace(joined, placements=placements, stories=(story,))


def fill(con: DuckDBPyConnection) -> None:
    first = tell(
        STORY,
        say("mirror", title="First on it"),
        say("copy", outlet="Reprint", title="First on it", duplicate_of="mirror"),
        say("other", "4800 GB/s", 4800, "GB/s", day=1, title="Same figure"),
        say("rival", "6.1 TB/s", 6.1, day=2, title="Other figure", attribution="Nvidia"),
        copies=1,
    )
    later = tell(LATER, say("price", "$30,000", 30_000, "USD", metric="price", day=9, title="What came of it"))
    link = StoryLink(story_id=STORY, next_story_id=LATER, score=0.4, shared=("chip:h200", "orchard"))
    others = (tell("aa11", say("plum", day=-3)), tell("aa1122", say("pear", day=-4)))
    load(con, replace(join(first, later, *others), story_links=(link,)))


@pytest.fixture(scope="module")
def told(open_copy: OpenCopy) -> Iterator[DuckDBPyConnection]:
    """A story of four articles, one of them a copy, and one that took it further: only to be read."""
    with open_copy() as con:
        fill(con)
        yield con


def test_a_story_says_who_was_first_and_how_much_there_is(told: DuckDBPyConnection) -> None:
    page = read_story(told, STORY[:4])
    assert page.first is not None
    assert (page.first.outlet, page.first.title, page.first.authors) == ("The Mirror", "First on it", ("A. Writer",))
    assert (page.story.articles, page.story.independent, page.asked) == (4, 3, None)
    assert [report.is_first for report in page.reports].count(True) == 1
    assert {(report.outlet, report.duplicate_of is not None) for report in page.reports} == {
        ("The Mirror", False),
        ("Reprint", True),
        ("The Other", False),
        ("The Rival", False),
    }
    assert {(name.entity_id, name.articles) for name in page.names} == {
        ("company:nvidia", 3),
        ("chip:h200", 3),
        ("new:chip:mi500x", 3),
    }
    assert len(read_story(told, STORY, names=2).names) == 2


def test_copies_and_outlets_that_say_the_same_are_counted_apart(told: DuckDBPyConnection) -> None:
    first, second = read_story(told, STORY).claims
    assert (first.text, first.outlet, first.articles, first.copies, first.sources) == (
        "4.8 TB/s",
        "The Mirror",
        2,
        1,
        2,
    )
    assert (second.text, second.attribution, second.articles, second.copies, second.sources) == (
        "6.1 TB/s",
        "Nvidia",
        1,
        0,
        1,
    )
    assert len(read_story(told, STORY, claims=1).claims) == 1


def test_the_timeline_has_reports_new_figures_and_those_that_changed(told: DuckDBPyConnection) -> None:
    days = read_story(told, STORY).days
    assert [(day.day, day.articles, day.copies, day.new_claims) for day in days] == [
        (date(2026, 3, 1), 2, 1, 1),
        (date(2026, 3, 2), 1, 0, 0),
        (date(2026, 3, 3), 1, 0, 1),
    ]
    assert days[0].new_outlets == ("Reprint", "The Mirror")
    (change,) = days[2].changes
    assert (change.before, change.now, change.now_by) == ("4800 GB/s", "6.1 TB/s", "Nvidia")
    assert days[1].changes == ()


def test_articles_without_a_date_come_last_in_the_timeline(con: DuckDBPyConnection) -> None:
    undated = say("undated", "6.1 TB/s", 6.1)
    (article,) = undated.articles
    load(con, tell(STORY, say("mirror"), replace(undated, articles=(replace(article, published=None),))))
    assert [day.day for day in read_story(con, STORY).days] == [date(2026, 3, 1), None]


def test_follow_ups_are_shown_from_both_ends_with_what_is_shared(told: DuckDBPyConnection) -> None:
    (after,) = read_story(told, STORY).neighbours
    assert (after.follows, after.story_id, after.title, after.shared) == (
        True,
        LATER,
        "What came of it",
        ("Nvidia H200", "orchard"),
    )
    (before,) = read_story(told, LATER).neighbours
    assert (before.follows, before.story_id, before.score) == (False, STORY, 0.4)


def test_the_id_of_a_merged_story_leads_to_where_its_articles_are(con: DuckDBPyConnection) -> None:
    fill(con)
    item = read_story(con, LATER).reports[0].article_id
    kept = [report.article_id for report in read_story(con, STORY).reports]
    story = Story(
        story_id=STORY,
        title="Told together",
        item_ids=(*kept, item),
        first_item_id=kept[0],
        outlets=("A",),
        independent=4,
        started=DAY,
        updated=DAY + timedelta(days=9),
    )
    moved = Placement(item_id=item, story_id=STORY, duplicate_of=None, similarity=0.7)
    why = StoryChange(story_id=LATER, into_story_id=STORY, why="alike")
    load(con, Batch(run=make_run("run-2", day=9), placements=(moved,), stories=(story,), story_changes=(why,)))
    page = read_story(con, LATER[:3])
    assert (page.story.story_id, page.asked, page.also) == (STORY, LATER, ())
    assert [(move.event, move.story_id, move.articles, move.why) for move in page.moves] == [
        ("merged", LATER, 1, "alike")
    ]


@pytest.mark.parametrize(("story_id", "message"), [("", "No story"), ("zzz", "No story"), ("aa", "More than one")])
def test_what_leads_nowhere_is_said(told: DuckDBPyConnection, story_id: str, message: str) -> None:
    with pytest.raises(UnknownStory, match=message):
        find_story(told, story_id)


def test_the_whole_id_wins_over_a_longer_one(told: DuckDBPyConnection) -> None:
    assert find_story(told, "aa11").story_id == "aa11"
    assert find_story(told, "aa112").story_id == "aa1122"


def test_stories_are_listed_with_who_had_them_first(told: DuckDBPyConnection) -> None:
    later, story, *others = read_stories(told)
    assert [one.story_id for one in others] == ["aa11", "aa1122"]
    assert (story.story_id, story.first_outlet, story.copies, story.claims, story.follow_ups) == (
        STORY,
        "The Mirror",
        1,
        4,
        1,
    )
    assert (later.story_id, later.follows, later.follow_ups) == (LATER, 1, 0)
    assert read_stories(told, limit=1) == [later]
    assert read_stories(told, since=DAY, until=DAY + timedelta(days=1)) == [story]
    assert read_stories(told, entity_id="chip:h200") == [later, story, *others]
    assert read_stories(told, entity_id="chip:h20") == []


def test_only_originals_are_quoted_from_with_their_names_and_figures(told: DuckDBPyConnection) -> None:
    beginnings = read_beginnings(told, STORY)
    assert len(beginnings) == 3
    start, end, key = beginnings[0].marks[0]
    assert beginnings[0].text[start:end] == "H200"
    assert key == "chip:h200"
    assert any(key == "figure 4800000000000.0 B/s" for _, _, key in beginnings[0].marks)
