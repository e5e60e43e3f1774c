"""The spool: what one crawl hands over, one JSON line per page; the bodies stay in the archive."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from spiders.archive import read_archived
from spiders.errors import ArchiveError, SpoolError
from spiders.items import RawPage, Rejected, SourceKind
from spiders.visits import Visit


class SpoolWriter:
    """Writes a spool; every line is on the disk before the next page is fetched."""

    def __init__(self, path: Path, *, archive_dir: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._out: IO[str] = path.open("x", encoding="utf-8")
        # Relative, so that a data folder can be moved.
        self._write({"archive": os.path.relpath(archive_dir, path.parent)})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, row: RawPage | Rejected, *, visit: Visit | None = None) -> None:
        """Add one row, in one line with the visit that it came of; a page must have been archived."""
        noted = {} if visit is None else {"visit": {**asdict(replace(visit, hints={})), "hints": dict(visit.hints)}}
        if isinstance(row, Rejected):
            self._write({"rejected": asdict(row), **noted})
            return
        if row.archive is None:
            raise SpoolError(f"{row.url}: not archived; a spool holds pages whose body is in the archive")
        page: dict[str, Any] = {
            name: getattr(row, name) for name in ("source", "kind", "url", "status", "content_type")
        }
        page |= {"fetched_at": row.fetched_at.isoformat(), "hints": dict(row.hints), "archive": row.archive}
        self._write({"page": page, **noted})

    def close(self) -> None:
        """Close the file."""
        self._out.close()

    def _write(self, row: dict[str, Any]) -> None:
        # ASCII: text from outside may hold surrogates, which UTF-8 cannot carry.
        self._out.write(json.dumps(row, ensure_ascii=True) + "\n")
        self._out.flush()


def read_spool(path: Path) -> Iterator[RawPage | Rejected]:
    """Yield the rows of a spool with their bodies, one at a time; a row that cannot be read is a Rejected."""
    archive_dir = path.parent
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            where = f"{path.name}:{number}"
            try:
                row = _parse_row(line)
                if "archive" in row:
                    archive_dir = path.parent / str(row["archive"])
                    continue
                yield _read_row(row, archive_dir)
            except (SpoolError, ArchiveError) as err:
                sample = line[:200].decode("utf-8", "replace")
                yield Rejected(stage="fetch", subject=where, reason=str(err), sample=sample)


def read_visits(path: Path) -> Iterator[Visit]:
    """Yield the visits of a spool; a row that cannot be read had none, so that its page is asked for again."""
    with path.open("rb") as file:
        for line in file:
            try:
                row = _parse_row(line)
                if "visit" in row:
                    yield Visit(**row["visit"])
            except (SpoolError, TypeError):
                continue


def _parse_row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as err:
        raise SpoolError(f"the row is cut off or damaged ({err}); the crawl was stopped while writing it") from err
    if not isinstance(row, dict):
        raise SpoolError("the row is no object; this is not a spool")
    return row


def _read_row(row: dict[str, Any], archive_dir: Path) -> RawPage | Rejected:
    try:
        if "rejected" in row:
            return Rejected(**row["rejected"])
        page = dict(row["page"])
        page["kind"] = SourceKind(page["kind"])
        page["fetched_at"] = datetime.fromisoformat(page["fetched_at"])
        return RawPage(body=read_archived(archive_dir, page["archive"]), **page)
    except (KeyError, TypeError, ValueError) as err:
        raise SpoolError(f"the row is not of the expected shape ({err!r}); this is not a spool") from err
