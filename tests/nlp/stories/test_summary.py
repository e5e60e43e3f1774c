from __future__ import annotations

import random
import time

from nlp.stories.summary import Report, summarize

WIRE = (
    "Orchard Silicon will raise the price of its wafers by 12% from January, the foundry told customers in a letter. "
    "The letter was short. It cites the cost of power. Harvest was good in the valley this year."
)
DESK = (
    "Customers of Orchard Silicon pay 12% more for wafers from January. "
    "The foundry's rival, Plum Micro, keeps its price of $9,000 until March, it says."
)
FORUM = "What does a wafer cost? At Orchard Silicon 12% more from January on, the foundry has written to customers."


def mark(text: str, *names: str) -> tuple[tuple[int, int, str], ...]:
    found = []
    for name in names:
        key, word = (f"figure {name}", name) if name[0].isdigit() or name[0] == "$" else (name, name)
        start = text.find(word)
        if start >= 0:
            found.append((start, start + len(word), key))
    return tuple(found)


def reports() -> list[Report]:
    names = ("Orchard Silicon", "Plum Micro", "12%", "$9,000")
    return [
        Report(item_id=item_id, text=text, marks=mark(text, *names))
        for item_id, text in (("wire", WIRE), ("desk", DESK), ("forum", FORUM))
    ]


def test_the_sentence_that_all_share_comes_first_and_the_next_says_something_else() -> None:
    first, second = summarize(reports())
    assert first.text.startswith("Orchard Silicon will raise the price of its wafers by 12%")
    assert first.item_id == "wire"
    assert "Plum Micro" in second.text
    assert second.item_id == "desk"


def test_sentences_stand_in_their_articles_as_they_are_quoted() -> None:
    texts = {report.item_id: report.text for report in reports()}
    for excerpt in summarize(reports(), sentences=9):
        assert texts[excerpt.item_id][excerpt.start : excerpt.start + len(excerpt.text)] == excerpt.text


def test_two_reports_of_the_same_words_are_quoted_once() -> None:
    once = Report(item_id="a", text="The port of Almhaven closes for 3 days because of the storm.")
    again = Report(item_id="b", text="Because of the storm the port of Almhaven closes for 3 days.")
    assert [excerpt.item_id for excerpt in summarize([once, again])] == ["a"]


def test_a_full_stop_behind_an_initial_an_abbreviation_or_in_a_number_ends_nothing() -> None:
    text = (
        'J. Marsh of Orchard Corp. in the U.S. expects 4.8 million tons of pears. "We ship on Oct. 4." Then it rains.'
    )
    told = [excerpt.text for excerpt in summarize([Report(item_id="a", text=text)], sentences=9)]
    assert sorted(told) == [
        '"We ship on Oct. 4."',
        "J. Marsh of Orchard Corp. in the U.S. expects 4.8 million tons of pears.",
        "Then it rains.",
    ]


def test_headings_captions_and_empty_texts_are_no_sentences() -> None:
    assert summarize([]) == ()
    assert summarize([Report(item_id="a", text=""), Report(item_id="b", text=" \n\n ")]) == ()
    text = "Prices in brief\nOrchard Silicon asks for 12% more for its wafers.\nPhoto: M. Plum"
    (only,) = summarize([Report(item_id="a", text=text)])
    assert only.text == "Orchard Silicon asks for 12% more for its wafers."


def test_the_same_reports_are_summarised_the_same() -> None:
    chosen = summarize(reports())
    shuffled = [Report(item_id=one.item_id, text=one.text, marks=one.marks[::-1]) for one in reports()]
    assert summarize(shuffled) == chosen
    random.Random(1).shuffle(shuffled)
    assert {one.text for one in summarize(shuffled)} == {one.text for one in chosen}


def test_the_time_grows_with_the_text_and_no_faster() -> None:
    long = Report(item_id="a", text="word " * 400_000 + "a." * 100_000 + "." * 100_000)
    before = time.process_time()
    summarize([long])
    assert time.process_time() - before < 3.0
