"""Lines that a host puts on every page go; what its articles say stays, however often they say it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from spiders.extraction.recurring import Recurring

HOST = "www.waferdaily.com"
BANNER = "Wafer Daily is read by more people in the trade than any other paper on its coast."
BACKGROUND = "Brackwater, which opened its first plant in 1999, makes wafers for eleven designers of chips."


def say(number: int, line: str = "shipped") -> str:
    return f"The foundry in district {number} said that it {line} {number + 3},000 wafers more than in the year before."


def make_pages(count: int, *, above: Sequence[str] = (), below: Sequence[str] = ()) -> list[list[str]]:
    return [[*above, say(number), say(number, "sold"), say(number, "planned"), *below] for number in range(count)]


def learn(pages: Sequence[Sequence[str]]) -> Recurring:
    recurring = Recurring()
    recurring.learn(HOST, pages)
    return recurring


def test_short_lines_around_the_text_go_from_every_page():
    pages = make_pages(5, above=["Wafer Daily exclusive"], below=["More from the coast", "Harbour desk"])
    recurring = learn(pages)
    assert [recurring.strip(HOST, page) for page in pages] == [tuple(page[1:4]) for page in pages]
    assert {line.sample for line in recurring.take_learned()} == {
        "Wafer Daily exclusive",
        "More from the coast",
        "Harbour desk",
    }
    assert recurring.take_learned() == ()


def test_a_paragraph_goes_from_the_end_where_most_pages_close_with_it_and_so_does_the_line_above_it():
    pages = make_pages(6, below=["Who we are", BANNER])
    recurring = learn(pages)
    assert recurring.strip(HOST, pages[0]) == tuple(pages[0][:3])
    inside = [say(50), BANNER, say(51), say(52)]
    assert recurring.strip(HOST, inside) == tuple(inside)


def test_a_line_between_two_paragraphs_goes_where_it_stands_on_a_good_share_of_pages():
    pages = [[say(number), "Story goes on beneath", say(number, "sold")] for number in range(5)]
    assert learn(pages).strip(HOST, pages[0]) == (pages[0][0], pages[0][2])


def test_background_that_articles_share_stays():
    pages = [[say(number), BACKGROUND, say(number, "sold"), say(number, "planned")] for number in range(20)]
    pages += [[say(number), say(number, "sold"), BACKGROUND] for number in range(20, 24)]
    recurring = learn(pages)
    assert all(recurring.strip(HOST, page) == tuple(page) for page in pages)


def test_a_few_pages_or_a_small_share_are_not_enough():
    few = make_pages(2, below=["Harbour desk"])
    many = [*make_pages(3, below=["Harbour desk"]), *(make_pages(40)[10:])]
    for pages in (few, many):
        recurring = learn(pages)
        assert all(recurring.strip(HOST, page) == tuple(page) for page in pages)


def test_copies_of_one_article_are_one_page():
    copies = [[say(1), say(1, "sold"), say(1, "planned"), "Harbour desk"] for _ in range(9)]
    recurring = learn(copies)
    assert all(recurring.strip(HOST, page) == tuple(page) for page in copies)


def test_speakers_and_cells_of_tables_stay():
    talks = [[say(number), "Operator", say(number, "sold"), "Operator", say(number, "planned")] for number in range(6)]
    tables = [[say(number), say(number, "sold"), "Total revenue", f"{number} million"] for number in range(6)]
    for pages in (talks, tables):
        recurring = learn(pages)
        assert all(recurring.strip(HOST, page) == tuple(page) for page in pages)


def test_what_one_host_repeats_another_may_say():
    pages = make_pages(5, below=["Harbour desk"])
    assert learn(pages).strip("other.example", pages[0]) == tuple(pages[0])


def test_what_was_learned_once_is_known_later_and_the_order_of_pages_does_not_count():
    pages = make_pages(5, below=["Harbour desk", BANNER])
    learned = learn(pages).take_learned()
    assert Recurring(learned).strip(HOST, pages[0]) == tuple(pages[0][:3])
    assert set(learn(pages[::-1]).take_learned()) == set(learned)


_LINES = st.sampled_from(["Harbour desk", "More", BANNER, BACKGROUND, "", say(1), say(2), say(3), "Operator", "12 %"])


@given(st.lists(st.lists(_LINES, max_size=12), max_size=12))
def test_stripping_keeps_the_order_and_does_nothing_twice(pages: list[list[str]]):
    recurring = learn(pages)
    for page in pages:
        once = recurring.strip(HOST, page)
        rest = iter(page)
        assert all(line in rest for line in once)
        assert recurring.strip(HOST, once) == once


@given(st.lists(st.lists(_LINES, max_size=12), max_size=12))
def test_the_longest_part_of_a_page_is_never_lost(pages: list[list[str]]):
    recurring = learn(pages)
    for page in pages:
        inner = [line for line in page if line.count(" ") >= 8]
        kept = recurring.strip(HOST, page)
        # A lone paragraph is the article, whatever else has it.
        assert not inner or any(line.count(" ") >= 8 for line in kept)
