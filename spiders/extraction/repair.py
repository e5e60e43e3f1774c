"""Paragraphs that are not the article's: promotion, widgets, credits, repeated titles, closing adverts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spiders.extraction.characters import fold, squeeze_blanks
from spiders.extraction.phrases import load_phrases

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$|[:;,]$")
_END_MARK = re.compile(r"\s*(?:[®■∎◼●▪◆♦□#\s]|-\s?(?:30|ends)\s?-|\bENDS\b)+$")
_END_CHARS = 20
_DATELINE = re.compile(
    r"\b\d{1,2}:\d\d\b|\b(?:19|20)\d\d\b.*\b(?:by|por|par|von)\b"
    r"|^(?:by|published|posted|updated|\d+ min(?:ute)?s? read|tempo de leitura)\b",
    re.IGNORECASE,
)
_PROMO = re.compile(r"^[^\"“‘'.!?]{1,60}!+$")
_BARRED = re.compile(r"\s\|(?:\s|$)")
_HANDLE = re.compile(
    r"^(?:follow|contact|reach|email|tweet)\b.{1,80}?"
    r"(?:\bon (?:twitter|x|facebook|linkedin|mastodon|bluesky|threads|instagram)\b|@\w)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?P<name>[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,4}) is (?:a|an|the|one of the|your)\b[^.!?]{0,160}?"
    r"\b(?:provider|platform|publisher|company|distribution|marketplace|newsletter|magazine|website|site|community|agency|"
    r"firm|network|service|portal|source|publication|outlet|app|software|tool|store|shop)\b"
)
_SELLING = re.compile(
    r"\b(?:you|your|leading|premier|trusted|award-winning|fastest-growing|largest|free|no cost|"
    r"download|subscribe|sign up|join us|visit us|try it)\b",
    re.IGNORECASE,
)
# "About Nvidia" above the last paragraphs of a press release.
_ABOUT_HEADING = re.compile(r"^About (?:the )?[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’,-]*){0,5}:?$")
_FIGURE = re.compile(r"[%$€£]|percent")
_KICKER_WORDS = 4
_LONGEST_KICKER = 250
_REMNANT_WORDS = 3
_SAID_WORDS = 8
_ENDING_SHARE = 0.4
_LONG = 25
_SHORT = 7


def repair_paragraphs(paragraphs: Iterable[str], *, title: str) -> tuple[str, ...]:
    """Return the paragraphs that belong to the article, cleaned of blanks and end marks, in order."""
    lines = [squeeze_blanks(paragraph) for paragraph in paragraphs]
    lines = _drop_repeats([line for line in lines if line], title=title)
    lines = cut_ending(lines)
    lines = [line for line in lines if not is_widget(line)]
    lines = drop_closing(_drop_kickers(lines), title=title)
    if lines:
        lines[-1] = strip_end_mark(lines[-1])
    return tuple(line for line in lines if line)


def is_widget(line: str) -> bool:
    """Whether a line is promotion, a widget's words, a credit or an ad mark, whatever stands around it."""
    phrases = load_phrases()
    if len(line) > 400:
        return False
    folded = fold(line)
    if folded in phrases.lines or not folded:
        return True
    words = folded.count(" ") + 1
    if words <= phrases.prefix_words and phrases.label.match(line) and not _is_prose(line):
        return True
    if words <= phrases.opening_words and any(
        _opens(folded, opening) for opening in phrases.openings.get(folded.split(" ", 1)[0], ())
    ):
        return True
    return (words <= 6 and _PROMO.match(line) is not None) or (words <= 20 and _HANDLE.match(line) is not None)


def cut_ending(lines: list[str]) -> list[str]:
    """Return the lines before a comment form or link list, where what follows it is no text of its own."""
    endings, count = load_phrases().endings, len(lines)
    prose = [len(line) if ends_sentence(line) and line.count(" ") >= _SHORT else 0 for line in lines]
    long = [line.count(" ") >= _LONG for line in lines]
    total = sum(prose) or 1
    rest = total
    for index, line in enumerate(lines):
        rest -= prose[index]
        if not index or rest / total >= _ENDING_SHARE:
            continue
        if fold(line) in endings and not any(long[index + 1 : index + 3]):
            return lines[:index]
        if is_about_heading(line) and index > count // 2:
            return lines[:index]
    return lines


def _drop_kickers(lines: list[str]) -> list[str]:
    """Without the section, date and byline that stand between the title and the first paragraph."""
    start = 0
    while start < len(lines) - 1 and _is_kicker(lines[start]):
        start += 1
    return lines[start:]


def _is_kicker(line: str) -> bool:
    if len(line) > _LONGEST_KICKER or ends_sentence(line):
        return False
    words = line.count(" ") + 1
    return words <= _KICKER_WORDS or (words <= 25 and _DATELINE.search(line) is not None)


def drop_closing(lines: list[str], *, title: str) -> list[str]:
    """Return the lines without what a site adds after the last paragraph: bars, credits, an advert about itself."""
    end = len(lines)
    while end > 1 and (_is_barred(lines[end - 1]) or is_widget(lines[end - 1]) or _is_remnant(lines[end - 1])):
        end -= 1
    lines = lines[:end]
    if (
        len(lines) > 2
        and (name := advertised_name(lines[-1]))
        and fold(name) not in fold(title + " " + " ".join(lines[:-1]))
    ):
        lines = lines[:-1]
    return lines


def strip_end_mark(line: str) -> str:
    """Return a line without the sign that some outlets close an article with."""
    cut = max(0, len(line) - _END_CHARS)
    return line[:cut] + _END_MARK.sub("", line[cut:])


def advertised_name(line: str) -> str | None:
    """Return who a line advertises ("X is the leading provider of ..."), None for any other line."""
    match = _ABOUT.match(line)
    return match["name"] if match and _SELLING.search(line) and not _FIGURE.search(line) else None


def is_about_heading(line: str) -> bool:
    """Whether a line is the heading of what a company says about itself under a press release."""
    return len(line) < 80 and _ABOUT_HEADING.match(line) is not None


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _SENTENCE_END.search(line) is not None


def _drop_repeats(lines: Sequence[str], *, title: str) -> list[str]:
    """Without the title and paragraphs said again, and without captions, which stand twice in a row."""
    heading = fold(title)
    folded = [fold(line) for line in lines]
    twice = {
        one for one, other, line in zip(folded, folded[1:], lines, strict=False)
        if one == other and len(one) < 120 and not ends_sentence(line)
    }  # fmt: skip
    kept: list[str] = []
    previous = ""
    said: set[str] = set()
    for line, key in zip(lines, folded, strict=True):
        if not key or key in {heading, previous} or key in twice or key in said:
            continue
        previous = key
        if key.count(" ") >= _SAID_WORDS and ends_sentence(line):
            said.add(key)
        kept.append(line)
    return kept


def _opens(folded: str, opening: str) -> bool:
    return folded.startswith(opening) and folded[len(opening) : len(opening) + 1] in {"", " "}


def _is_prose(line: str) -> bool:
    """A sentence that only happens to start with such a word: "Watch: the regulator ... . It said ..."."""
    return line.count(". ") > 1


def _is_remnant(line: str) -> bool:
    return line.count(" ") < _REMNANT_WORDS and not ends_sentence(strip_end_mark(line))


def _is_barred(line: str) -> bool:
    return _BARRED.search(line) is not None and len(line) < 250
