"""Whatever is loaded: twice is once, and the order of loading does not show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouse_copies import OpenCopy
from warehouse_records import (
    DAY,
    join,
    make_article,
    make_claim,
    make_document,
    make_entity,
    make_quantity,
    make_run,
    say,
)

from nlp.records import Bound, Document, Kind, Modality
from spiders.items import Article
from warehouse import ledger
from warehouse.batch import Batch
from warehouse.connect import transaction
from warehouse.ledger import rebuild
from warehouse.load import load, settle
from warehouse.state import table_digests

pytestmark = pytest.mark.long

few = settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

figures = st.builds(
    dict,
    words=st.sampled_from(["4.8 TB/s", "5 TB/s", "4,800 GB/s", "several TB/s", "zero TB/s"]),
    value=st.sampled_from([4.8, 5.0, 4800.0, None, 0.0]),
    bound=st.sampled_from(Bound),
    modality=st.sampled_from(Modality),
    unit=st.sampled_from(["TB/s", "GB/s"]),
    metric=st.sampled_from(["memory bandwidth", "price"]),
    outlet=st.sampled_from(["Daily", "Weekly"]),
    attribution=st.sampled_from([None, "Somebody"]),
    day=st.integers(0, 3),
    after=st.text(max_size=20),
)


@st.composite
def batches(draw: st.DrawFn) -> list[Batch]:
    """A few articles, some of them in two versions, each a batch of its own; each version is read in one way only.

    No two versions come from one fetch: of those the one that arrives counts.
    """
    names = draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=4))
    made = [trim(say(name, **draw(figures))) for name in names]
    read_once = {next(iter(batch.documents)): batch for batch in made}.values()
    return list({(batch.articles[0].article_id, batch.articles[0].fetched_at): batch for batch in read_once}.values())


def trim(batch: Batch) -> Batch:
    """The batch without what does not depend on articles: every table that a load looks at takes its time."""
    return replace(batch, sources=(), fetches=(), pages=(), rejected=(), entries=())


def load_all(open_copy: OpenCopy, *parts: Batch, each_settled: bool = True) -> tuple[dict[str, str], list[Any]]:
    with open_copy() as con:
        for part in parts:
            load(con, part, settled=each_settled)
        if not each_settled:
            settle(con)
        facts = con.execute("select * from ledger order by all").fetchall()
        # What each load keeps of it is what is worked out of everything.
        assert con.execute("select * from ledger_as_of(null::timestamptz) order by all").fetchall() == facts
        return table_digests(con), facts


@few
@given(parts=batches())
def test_loading_twice_is_loading_once(open_copy, parts):
    with open_copy() as con:
        whole = join(*parts)
        load(con, whole)
        before = table_digests(con)
        again = replace(whole, run=make_run("run-2"))
        assert not load(con, again).changed
        assert table_digests(con) == before


@few
@given(parts=batches(), random=st.randoms(use_true_random=False))
def test_the_order_of_loading_does_not_show(open_copy, parts, random):
    """Stories are left out: which story an article belongs to is the clustering's to say, not the load's."""
    parts = [replace(part, placements=(), stories=()) for part in parts]
    shuffled = list(parts)
    random.shuffle(shuffled)
    once = load_all(open_copy, *parts)
    assert load_all(open_copy, *shuffled) == once
    assert load_all(open_copy, join(*shuffled)) == once


@few
@given(parts=batches())
def test_a_ledger_that_is_settled_once_is_the_one_that_every_load_settles(open_copy, parts):
    """With stories: what an article counts for is said by the story that a later batch may put it in."""
    at_once = load_all(open_copy, *parts)
    with few_at_once():
        assert load_all(open_copy, *parts, each_settled=False) == at_once


@pytest.mark.parametrize("done", [1, 4])
def test_settling_that_was_broken_off_is_done_by_settling_again(open_copy, done):
    level, other = say("a", words="5 TB/s", value=5.0), say("b", words="600 W", value=600.0, unit="W", metric="power")
    twice = say("c", words="2 times", value=2.0, unit="x", kind=Kind.RATIO, reference="the MI500X")
    batch = trim(join(level, other, twice, say("d")))
    at_once, _ = load_all(open_copy, batch)
    parts = 0

    @contextmanager
    def break_off(con: DuckDBPyConnection) -> Iterator[None]:
        nonlocal parts
        parts += 1
        with transaction(con):
            yield
            if parts > done:
                raise InterruptedError

    with few_at_once(), open_copy() as con:
        load(con, batch, settled=False)
        with pytest.raises(InterruptedError):
            ledger.work_out(con, within=break_off)
        assert parts == done + 1
        settle(con)
        assert table_digests(con) == at_once
        assert not settle(con).changed


@contextmanager
def few_at_once() -> Iterator[None]:
    """Let the ledger be settled in parts although there is little of it."""
    with pytest.MonkeyPatch.context() as patch:
        for limit in ("_CHECKED_AT_ONCE", "_STATED_AT_ONCE"):
            patch.setattr(ledger, limit, 2)
        yield


@few
@given(sayings=st.lists(figures, min_size=2, max_size=6), random=st.randoms(use_true_random=False))
def test_the_order_of_claims_in_a_document_does_not_change_the_ledger(open_copy, sayings, random):
    text = " ".join(f"The H200 has {saying['words']}({number})." for number, saying in enumerate(sayings))
    claims = []
    for number, saying in enumerate(sayings):
        words = f"{saying['words']}({number})"
        quantity = make_quantity(text, words, saying["value"], saying["unit"], bound=saying["bound"])
        claims.append(make_claim(text, quantity, metric=saying["metric"], modality=saying["modality"]))
    article = make_article("a", text)
    entities = (make_entity(text, "H200", "chip:h200"),)

    def bring(document: Document, articles: tuple[Article, ...]) -> Batch:
        return Batch(run=make_run(), articles=articles, documents={(article.article_id, article.version): document})

    document = make_document(text, entities=entities, claims=tuple(claims))
    random.shuffle(claims)
    shuffled = make_document(text, entities=entities, claims=tuple(claims))
    once = load_all(open_copy, bring(document, (article,)))
    assert load_all(open_copy, bring(shuffled, (article,))) == once
    assert article.published == DAY


finite = st.floats(allow_nan=False, allow_infinity=False)

PLANT = """
    insert into claims
    select * replace (
        $claim_id as claim_id,
        'planted' as metric,
        $text as text,
        $value as value,
        $value as base_value,
        $high as base_high,
        $bound as bound,
        $modality as modality
    )
    from claims where metric = 'template'
"""


@pytest.fixture(scope="module")
def template(open_copy: OpenCopy) -> Iterator[DuckDBPyConnection]:
    with open_copy() as con:
        load(con, say(metric="template"))
        yield con


@settings(few, max_examples=20)
@given(
    sayings=st.lists(
        st.fixed_dictionaries(
            {
                "text": st.text(alphabet="0123456789,.$ -xH%aé", max_size=12),
                "value": st.none() | finite | st.integers(-3, 30).map(float),
                "high": st.none() | finite,
                "bound": st.sampled_from([bound.value for bound in Bound]),
                "modality": st.sampled_from([modality.value for modality in Modality]),
            }
        ),
        min_size=1,
        max_size=3,
    )
)
def test_no_figure_spoils_the_ledger(template, sayings):
    template.execute("delete from claims where metric = 'planted'")
    for number, saying in enumerate(sayings):
        template.execute(PLANT, {"claim_id": str(number), **saying})
    rebuild(template)
    rows = template.execute("select claims, status, low, high from ledger where metric = 'planted'").fetchall()
    ((claims, status, low, high),) = rows
    assert claims == len(sayings)
    assert status in {"single", "corroborated", "conflicting", "no figure"}
    assert low is None or high is None or low <= high


@few
@given(after=st.text(max_size=60))
def test_every_offset_gives_its_words_back(open_copy, after):
    with open_copy() as con:
        load(con, trim(say(after=after)))
        assert count_wrong(con) == 0


def count_wrong(con: DuckDBPyConnection) -> int:
    query = """
        select count(*) from mentions join articles using (article_id, version)
        where substring(articles.text, start_pos + 1, end_pos - start_pos) <> mentions.text
    """
    return con.execute(query).fetchall()[0][0]
