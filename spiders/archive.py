"""Everything fetched, kept as WARC: one file per crawl, with an index that finds a body again."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.errors import ArchiveError
from spiders.items import RawPage, Rejected, SourceKind

INDEX = "index.cdxj"
_POINTER = re.compile(r"(?P<file>[A-Za-z0-9][A-Za-z0-9._-]*\.warc\.gz)#(?P<offset>\d{1,15})\Z")
# Said of the body as it came over the wire; what is kept is the body unpacked.
_WIRE_HEADERS = {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One line of the index: a page, and the record that keeps its body. Equal when every field is."""

    url: str
    digest: str
    file: str
    offset: int
    source: str
    kind: str
    status: int
    content_type: str
    fetched_at: str
    hints: Mapping[str, str]

    @property
    def pointer(self) -> str:
        """What RawPage.archive says of this page."""
        return f"{self.file}#{self.offset}"


class Archive:
    """Writes the pages of one crawl. A body that this source has brought before is not written again."""

    def __init__(self, folder: Path, *, source: str, name: str) -> None:
        self.folder = folder
        self.file = f"{name}.warc.gz"
        self.pointers: dict[str, tuple[str, int]] = {}
        self.pages: set[tuple[str, str]] = set()
        # The body that each address had last: one that it goes back to gets another line, but no other record.
        self.latest: dict[str, str] = {}
        for entry in read_index(folder, source=source):
            self.pointers[entry.digest] = (entry.file, entry.offset)
            self.pages.add((entry.url, entry.digest))
            self.latest[entry.url] = entry.digest
        self._out: IO[bytes] | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep(self, page: RawPage, *, headers: Sequence[tuple[str, str]] | None) -> tuple[str, bool]:
        """Return the pointer to the page's body, and whether this body was known under this address before.

        With `headers` the body is kept as the response that it was, without as a resource cut out of one.
        """
        digest = f"sha256:{hashlib.sha256(page.body).hexdigest()}"
        known = (page.url, digest) in self.pages
        place = self.pointers.get(digest)
        if place is None:
            place = self.pointers[digest] = (self.file, self._write(page, headers))
        entry = IndexEntry(
            url=page.url,
            digest=digest,
            file=place[0],
            offset=place[1],
            source=page.source,
            kind=page.kind.value,
            status=page.status,
            content_type=page.content_type,
            fetched_at=page.fetched_at.isoformat(),
            hints=dict(page.hints),
        )
        if self.latest.get(page.url) != digest:
            self.pages.add((page.url, digest))
            self.latest[page.url] = digest
            _append(self.folder / INDEX, json.dumps(asdict(entry), ensure_ascii=False))
        return entry.pointer, known

    def close(self) -> None:
        """Close the file, if one was begun."""
        if self._out is not None:
            self._out.close()
            self._out = None

    def _write(self, page: RawPage, headers: Sequence[tuple[str, str]] | None) -> int:
        if self._out is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._out = (self.folder / self.file).open("xb")
            self._writer = WARCWriter(self._out, gzip=True)
            facts = {"software": "chipwire", "format": "WARC File Format 1.0"}
            self._writer.write_record(self._writer.create_warcinfo_record(self.file, facts))
        offset = self._out.tell()
        date = {"WARC-Date": page.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        address = page.hints.get("fetched_url", page.url)
        if headers is None:
            record = self._writer.create_warc_record(
                page.url or address,
                "resource",
                payload=BytesIO(page.body),
                length=len(page.body),
                warc_content_type=page.content_type,
                warc_headers_dict=date,
            )
        else:
            kept = [(name, value) for name, value in headers if name.lower() not in _WIRE_HEADERS]
            kept.append(("Content-Length", str(len(page.body))))
            status = StatusAndHeaders(f"{page.status} OK", kept, protocol="HTTP/1.1")
            record = self._writer.create_warc_record(
                address,
                "response",
                payload=BytesIO(page.body),
                length=len(page.body),
                http_headers=status,
                warc_headers_dict=date,
            )
        self._writer.write_record(record)
        # Before the index names it, so that no line leads to bytes that a killed crawl never wrote.
        self._out.flush()
        return offset


def read_archived(archive_dir: Path, pointer: str) -> bytes:
    """Return the body that a pointer ("FILE.warc.gz#OFFSET") leads to, or raise ArchiveError."""
    match = _POINTER.match(pointer)
    if match is None:
        raise ArchiveError(f"{pointer!r} is no pointer into an archive; it has the form FILE.warc.gz#OFFSET")
    path = archive_dir / match["file"]
    try:
        with path.open("rb") as file:
            file.seek(int(match["offset"]))
            record = next(ArchiveIterator(file), None)
            body: bytes | None = None if record is None else record.content_stream().read()
    except (OSError, EOFError, ValueError, ArchiveLoadFailed) as err:
        raise ArchiveError(f"{path}: no readable record at {match['offset']} ({err}); crawl the source again") from err
    if body is None:
        raise ArchiveError(f"{path}: ends before {match['offset']}; crawl the source again")
    return body


def read_index(archive_dir: Path, *, source: str | None = None) -> Iterator[IndexEntry]:
    """Yield the lines of the index, of one source or of all; a line that a crash cut off is passed over."""
    path = archive_dir / INDEX
    if not path.exists():
        return
    with path.open("rb") as file:
        # Decoding all the other sources' lines is most of the time with a large archive.
        mark = None if source is None else json.dumps(source).encode()
        for line in file:
            if mark is not None and mark not in line:
                continue
            entry = _parse_entry(line)
            if entry is not None and (source is None or entry.source == source):
                yield entry


def replay(archive_dir: Path, *, source: str | None = None) -> Iterator[RawPage | Rejected]:
    """Yield every page of the archive as it was fetched, in that order, with no network."""
    for entry in read_index(archive_dir, source=source):
        try:
            body = read_archived(archive_dir, entry.pointer)
            kind, fetched_at = _read_facts(entry)
        except ArchiveError as err:
            yield Rejected(stage="archive", subject=entry.url, reason=str(err), sample="", source=entry.source)
            continue
        yield RawPage(
            source=entry.source,
            kind=kind,
            url=entry.url,
            status=entry.status,
            content_type=entry.content_type,
            body=body,
            fetched_at=fetched_at,
            hints=entry.hints,
            archive=entry.pointer,
        )


def _read_facts(entry: IndexEntry) -> tuple[SourceKind, datetime]:
    try:
        kind, moment = SourceKind(entry.kind), datetime.fromisoformat(entry.fetched_at)
    except (TypeError, ValueError) as err:
        raise ArchiveError(f"{INDEX}: the line of {entry.pointer} is damaged ({err}); crawl the source again") from err
    if moment.tzinfo is None:
        raise ArchiveError(f"{INDEX}: the line of {entry.pointer} is damaged (no zone); crawl the source again")
    return kind, moment


def _parse_entry(line: bytes) -> IndexEntry | None:
    try:
        return IndexEntry(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _append(path: Path, line: str) -> None:
    """Add a line in one write under a lock: several crawls share the index."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.write(handle, line.encode("utf-8", "surrogatepass") + b"\n")
    finally:
        os.close(handle)
