"""The crawl frontier: which of the listed pages are asked for, each once, and whether it is worth reading on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from spiders.guard import explain_refusal
from spiders.sources import Source
from spiders.stats import Stat
from spiders.visits import Memory, Visit, identify_page

_LONGEST_ADDRESS = 2000


class Frontier:
    """What one crawl has seen of its source's listings, and what it may still ask for.

    `left` is how many listed pages its budget still covers; `again` holds, by address, the pages that are due for
    another look, None once they were handed out.
    """

    def __init__(self, source: Source, memory: Memory, *, count: Callable[[str], None]) -> None:
        self.source = source
        self.memory = memory
        self.count = count
        self.left = source.max_pages
        self.new = 0
        self.repeats = 0
        self.listed: set[str] = set()
        self.again: dict[str, Visit] | None = {visit.address: visit for visit in memory.again}

    def read_address(self, text: str, *, base: str, allow_hosts: Collection[str]) -> tuple[str, str | None]:
        """Return where a page listed at `base` is served, and why it may not be asked for, None where it may."""
        try:
            url = self.source.served(urldefrag(urljoin(base, text.strip())).url)
            url.encode()
        except ValueError as err:
            return text, f"not an address ({err})"
        if len(url) > _LONGEST_ADDRESS:
            return url, f"longer than {_LONGEST_ADDRESS} characters"
        return url, explain_refusal(url, allow_hosts=allow_hosts)

    def identify(self, url: str) -> str:
        """Return the address under which visits of a page are kept, the same in every run."""
        return identify_page(self.source.canonical(url))

    def add(self, url: str) -> bool:
        """Return whether an address is listed for the first time in this crawl, in whatever spelling."""
        spellings = {url, self.identify(url)}
        first = self.listed.isdisjoint(spellings)
        self.listed |= spellings
        return first

    def take(self, url: str, *, hints: Mapping[str, str]) -> bool:
        """Return whether a listed page is to be fetched: wanted, within the budget, and not known from earlier runs.

        Known pages take from the budget too: it bounds how far down its listing a source is read, and what
        lies below would otherwise come up as news, run by run.
        """
        if not self.is_wanted(url, title=hints.get("title", "")):
            self.count(Stat.OTHER_SECTION)
            return False
        if self.left <= 0:
            self.count(Stat.OVER_BUDGET)
            return False
        self.left -= 1
        self.count(Stat.ITEMS)
        page = self.identify(url)
        if page not in self.memory.known:
            self.new += 1
            return True
        self.repeats += 1
        self.count(Stat.KNOWN)
        if self.again and page in self.again:
            # What the listing says now may be part of the edit.
            self.again[page] = replace(self.again[page], hints=self.give_hints(hints))
        return False

    def is_wanted(self, url: str, *, title: str = "") -> bool:
        """Return whether a page lies in what the source is limited to, as far as address and title tell."""
        section, options = self.source.section, self.source.options
        if section is not None and section not in url:
            return False
        if "pattern" in options and not re.search(options["pattern"], url):
            return False
        return not title or "title" not in options or re.search(options["title"], title, re.IGNORECASE) is not None

    def give_hints(self, hints: Mapping[str, str]) -> dict[str, str]:
        """Return the hints that say something, with those that the source itself gives."""
        given = {"outlet": self.source.outlet, "language": self.source.language}
        return {name: value for name, value in {**given, **hints}.items() if value}

    def mark(self) -> tuple[int, int]:
        """Return where the crawl stands before a page of a listing is read, for `goes_on`."""
        return self.new, self.repeats

    def goes_on(self, mark: tuple[int, int]) -> bool:
        """Return whether the next page of a listing is worth asking for, after one that was begun at this mark.

        It is not where the budget is spent, nor after known pages only: those that follow are older still, and known
        too. They need not be where an earlier crawl was interrupted.
        """
        new, repeats = mark
        caught_up = self.memory.whole and self.new == new and self.repeats > repeats
        return self.left > 0 and not caught_up

    def take_due(self) -> list[Visit]:
        """Return, once, the visits that are due for another look, as far as new pages have left of the budget."""
        waiting, self.again = self.again, None
        return list((waiting or {}).values())[: max(0, self.source.max_pages - self.new)]
