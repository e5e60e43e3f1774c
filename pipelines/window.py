"""The story window of a run: the board, and what of the warehouse has been put on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from duckdb import DuckDBPyConnection

from nlp.records import Placed
from nlp.stories.board import Board
from pipelines.annotate import Annotated
from pipelines.cluster import describe_model, open_board
from pipelines.settings import Settings
from warehouse.state import recent_items
from warehouse.story_links import standing_links

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Nothing is dated before or after, but by mistake.
_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)


class Window:
    """The board of this run: read from the warehouse bit by bit, as the dates of the batches ask for it."""

    def __init__(self, con: DuckDBPyConnection, settings: Settings) -> None:
        self._con = con
        self._settings = settings
        self._board = open_board(settings=settings)
        # Time is read in spans as long as the window, counted from 1970, so that one article with an odd date does not
        # make all that lies between be read.
        self._span = timedelta(days=max(1, settings.story_window_days))
        self._read: set[int] = set()

    def cover(self, annotated: Sequence[Annotated]) -> Board:
        """Return a board that has every article which one of these may share a story with."""
        moments = [one.article.published or one.article.fetched_at for one in annotated]
        asked = {(moment - _EPOCH) // self._span + step for moment in moments for step in (-1, 0, 1)}
        # The latest last: what was put on the board first is the first to leave it.
        stories: set[str] = set()
        for number in sorted(asked - self._read):
            placed = recent_items(
                self._con,
                model=describe_model(self._settings),
                since=self._begin(number),
                until=self._begin(number + 1),
                most=self._board.capacity,
            )
            self._board.extend(_note_stories(placed, stories))
        self._read |= asked
        if stories:
            self._board.links.restore(standing_links(self._con, sorted(stories)))
        return self._board

    def _begin(self, number: int) -> datetime:
        try:
            return _EPOCH + number * self._span
        except OverflowError:
            return _FIRST if number < 0 else _LAST


def _note_stories(placed: Iterable[Placed], stories: set[str]) -> Iterator[Placed]:
    """Pass on what was placed, and put the stories that it is in among these."""
    for one in placed:
        stories.add(one.placement.story_id)
        yield one
