"""Where articles went when stories were merged or split, and which story follows which."""

from __future__ import annotations

import pytest
from warehouse_records import make_run, say

from nlp.records import Placement, Story, StoryChange, StoryLink
from warehouse.batch import Batch, TableChange
from warehouse.load import load


def rows(con, query):
    return con.execute(query).fetchall()


def now(con, story_id):
    return con.execute("select * from story_now($id)", {"id": story_id}).fetchall()


def put(item, story_id):
    return Placement(item_id=item, story_id=story_id, duplicate_of=None, similarity=0.8)


def tell(story_id, *items):
    return Story(
        story_id=story_id,
        title="Told",
        item_ids=items,
        first_item_id=items[0],
        outlets=("A",),
        independent=len(items),
        started=None,
        updated=None,
    )


@pytest.fixture
def items(con):
    """Three articles, each in a story of its own: story-a, story-b and story-c."""
    found = []
    for name in "abc":
        batch = say(name)
        load(con, batch)
        found.append(batch.articles[0].article_id)
    return found


def move(con, placements, stories, *, run="run-2", **more):
    return load(con, Batch(run=make_run(run, day=1), placements=placements, stories=stories, **more))


def test_a_merged_story_leads_to_the_one_that_it_is_in(con, items):
    a, b, _ = items
    why = StoryChange(story_id="story-b", into_story_id="story-a", why="alike")
    changed = ((put(b, "story-a"),), (tell("story-a", a, b),))
    report = move(con, *changed, story_changes=(why,))
    assert report.tables["story_history"] == TableChange(added=1)
    query = "select story_id, into_story_id, run_id, event, articles, article_ids, why from story_history"
    assert rows(con, query) == [("story-b", "story-a", "run-2", "merged", 1, [b], "alike")]
    assert now(con, "story-b") == [("story-a", 1)]
    assert now(con, "story-a") == [("story-a", 2)]
    assert move(con, *changed, story_changes=(why,)).tables["story_history"] == TableChange()


def test_a_split_story_stands_and_leads_to_what_left_it_too(con, items):
    a, b, c = items
    move(con, (put(b, "story-a"), put(c, "story-a")), (tell("story-a", a, b, c),))
    move(con, (put(c, "story-new"),), (tell("story-a", a, b), tell("story-new", c)), run="run-3")
    assert rows(con, "select event, why from story_history where run_id = 'run-3'") == [
        ("split", "its articles were read again")
    ]
    assert now(con, "story-a") == [("story-a", 2), ("story-new", 1)]
    assert now(con, "story-c") == [("story-new", 1)]


def test_two_moves_in_one_run_are_one_row_with_the_articles_of_both(con, items):
    a, b, c = items
    move(con, (put(b, "story-a"), put(c, "story-a")), (tell("story-a", a, b, c),))
    for placements, stories in (
        ((put(b, "story-x"),), (tell("story-a", a, c), tell("story-x", b))),
        ((put(c, "story-x"),), (tell("story-a", a), tell("story-x", b, c))),
    ):
        move(con, placements, stories, run="run-3")
    assert rows(con, "select articles, article_ids from story_history where into_story_id = 'story-x'") == [
        (2, sorted([b, c]))
    ]


def test_an_id_that_no_story_ever_had_leads_nowhere(con, items):
    assert now(con, "story-z") == []


def test_links_are_those_of_the_story_as_it_is_told_last(con, items):
    a, _, c = items
    links = tuple(
        StoryLink(story_id=earlier, next_story_id="story-c", score=0.5, shared=("chip:h200", "toll"))
        for earlier in ("story-a", "story-b", "story-gone")
    )
    report = move(con, (), (tell("story-c", c),), story_links=links)
    assert report.tables["story_links"] == TableChange(added=2)
    query = "select story_id, next_story_id from story_links order by all"
    assert rows(con, query) == [("story-a", "story-c"), ("story-b", "story-c")]
    move(con, (), (tell("story-c", c),), story_links=links[:1])
    assert rows(con, query) == [("story-a", "story-c")]
    move(con, (), (tell("story-a", a),))
    assert rows(con, query) == [("story-a", "story-c")]


def test_a_link_from_a_story_that_was_merged_begins_at_the_other(con, items):
    a, b, c = items
    link = StoryLink(story_id="story-a", next_story_id="story-c", score=0.5, shared=())
    move(con, (), (tell("story-c", c),), story_links=(link,))
    move(con, (put(a, "story-b"),), (tell("story-b", a, b),), run="run-3")
    assert rows(con, "select story_id, next_story_id from story_links") == [("story-b", "story-c")]
    move(con, (put(c, "story-b"),), (tell("story-b", a, b, c),), run="run-4")
    assert rows(con, "select count(*) from story_links") == [(0,)]


def test_a_history_row_has_the_time_of_its_run(con, items):
    a, b, _ = items
    run = make_run("run-2", day=3)
    load(con, Batch(run=run, placements=(put(b, "story-a"),), stories=(tell("story-a", a, b),)))
    assert rows(con, "select moved_at from story_history") == [(run.started_at,)]
