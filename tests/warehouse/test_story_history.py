"""Where articles went when stories were merged or split, and which story follows which."""

from __future__ import annotations

from datetime import timedelta

import pytest
from warehouse_records import DAY, make_run, say

from nlp.records import Placement, Story, StoryChange, StoryLink
from warehouse.batch import Batch, TableChange
from warehouse.load import load


def rows(con, query):
    return con.execute(query).fetchall()


def now(con, story_id):
    return con.execute("select * from story_now($id)", {"id": story_id}).fetchall()


def put(item, story_id):
    return Placement(item_id=item, story_id=story_id, duplicate_of=None, similarity=0.8)


def tell(story_id, *items, day=0):
    return Story(
        story_id=story_id,
        title="Told",
        item_ids=items,
        first_item_id=items[0],
        outlets=("A",),
        independent=len(items),
        started=DAY + timedelta(days=day),
        updated=DAY + timedelta(days=day),
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


def link(story_id, next_story_id, score=0.5):
    return StoryLink(story_id=story_id, next_story_id=next_story_id, score=score, shared=("chip:h200", "toll"))


LINKS = "select story_id, next_story_id, score from story_links order by all"


def test_links_run_forward_in_time_between_stories_that_are_there(con, items):
    a, b, c = items
    stories = (tell("story-a", a), tell("story-b", b, day=2), tell("story-c", c, day=1))
    links = (link("story-a", "story-c"), link("story-b", "story-c"), link("story-gone", "story-c"))
    report = move(con, (), stories, story_links=links)
    assert report.tables["story_links"] == TableChange(added=1)
    assert rows(con, LINKS) == [("story-a", "story-c", 0.5)]
    assert move(con, (), stories, story_links=links).tables["story_links"] == TableChange()
    move(con, (), stories[2:], story_links=(link("story-a", "story-c", 0.45),))
    assert rows(con, LINKS) == [("story-a", "story-c", 0.45)]


def test_a_story_follows_the_three_nearest_at_most(con, items):
    batches = [say(f"early{number}", day=-number) for number in range(1, 5)]
    for batch in batches:
        load(con, batch)
    links = tuple(link(f"story-early{number}", "story-c", number / 10) for number in range(1, 5))
    move(con, (), (tell("story-c", items[2], day=1),), story_links=links)
    assert [story_id for story_id, *_ in rows(con, LINKS)] == ["story-early2", "story-early3", "story-early4"]


def test_a_link_of_a_story_that_was_merged_is_one_of_the_other(con, items):
    a, b, c = items
    stories = (tell("story-a", a), tell("story-b", b), tell("story-c", c, day=1))
    move(con, (), stories, story_links=(link("story-a", "story-c"),))
    move(con, (put(a, "story-b"),), (tell("story-b", a, b),), run="run-3")
    assert rows(con, LINKS) == [("story-b", "story-c", 0.5)]
    move(con, (put(c, "story-b"),), (tell("story-b", a, b, c),), run="run-4")
    assert rows(con, LINKS) == []


def test_a_link_that_is_true_no_longer_goes_and_is_not_kept_under_another_id(con, items):
    a, b, c = items
    stories = (tell("story-a", a), tell("story-b", b, day=1), tell("story-c", c, day=2))
    move(con, (), stories, story_links=(link("story-a", "story-c"), link("story-b", "story-c")))
    ended = {"story_links": (link("story-b", "story-c", 0.6),), "ended_links": (("story-a", "story-c"),)}
    # Where the first of the two is merged in the same batch, too.
    merged = ((put(a, "story-b"),), (tell("story-b", a, b),))
    report = move(con, *merged, run="run-3", **ended)
    assert report.tables["story_links"] == TableChange(changed=1, removed=1)
    assert rows(con, LINKS) == [("story-b", "story-c", 0.6)]
    assert move(con, *merged, run="run-3", **ended).tables["story_links"] == TableChange()


def test_a_history_row_has_the_time_of_its_run(con, items):
    a, b, _ = items
    run = make_run("run-2", day=3)
    load(con, Batch(run=run, placements=(put(b, "story-a"),), stories=(tell("story-a", a, b),)))
    assert rows(con, "select moved_at from story_history") == [(run.started_at,)]
