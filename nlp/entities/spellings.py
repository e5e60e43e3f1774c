"""The spellings in which an alias is met: capitals, plural, typographic apostrophe, hyphen or none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.records import Label

_LETTERS_DIGITS = re.compile(r"([A-Z]{1,3})(\d{2,5}[A-Za-z]{0,2})")
# "h100", "910b", "hbm3e", "rtx 4090": clear in small letters too; "m1" and "s3" are not.
_CLEAR_IN_SMALL = re.compile(
    r"\b(?:[A-Za-z]{1,4}\d{2,5}[A-Za-z]{0,2}(?<=\w{4})|\d{3}[A-Z]|[A-Z]{3,5}\d[A-Za-z]?|[A-Za-z]+[ -]\d{3,5})s?\b"
)
_JOINED = re.compile(r"(?<=[A-Za-z0-9])[ -](?=[A-Z0-9])")
_MINOR = frozenset({"of", "and", "the", "for", "in", "on", "to", "with", "de", "by"})
_LOWERABLE = frozenset({Label.POLICY})
_SHORTEST_CASED = 4


def spell(alias: str, label: Label) -> Iterator[str]:
    """Give the alias and every other spelling of it that is as clear as the alias itself."""
    forms = [alias]
    if label is Label.CHIP:
        forms += _join_differently(alias)
        forms += [form + "s" for form in forms if form[-1] not in "sS" and (form[-1].isalnum())]
    for form in forms:
        yield form
        yield from _recase(form, label)
        if label is Label.CHIP and _CLEAR_IN_SMALL.search(form) is not None:
            yield form.lower()
    if "'" in alias:
        yield from spell(alias.replace("'", "’"), label)


def _join_differently(alias: str) -> list[str]:
    """Give "GB200-NVL72" and "GB200NVL72" for "GB200 NVL72", and "A-100" for "A100"."""
    forms = []
    if any(char.isdigit() for char in alias):
        forms += [_JOINED.sub(joint, alias) for joint in (" ", "-")]
        if len(alias.split()) == 2 and alias.split()[1][0].isdigit():
            forms.append(_JOINED.sub("", alias))
    if (match := _LETTERS_DIGITS.fullmatch(alias)) is not None:
        forms.append(f"{match[1]}-{match[2]}")
    return [form for form in dict.fromkeys(forms) if form != alias]


def _recase(alias: str, label: Label) -> Iterator[str]:
    """Give the spellings of headlines: CAPITALS, and Title Case for names of several words."""
    letters = sum(char.isalpha() for char in alias)
    if letters < _SHORTEST_CASED:
        return
    yield alias.upper()
    words = alias.split(" ")
    if len(words) > 1:
        yield " ".join(word if word[:1].isupper() or word in _MINOR else word[:1].upper() + word[1:] for word in words)
        if label in _LOWERABLE and not any(char.isdigit() for char in alias):
            yield alias.lower()
