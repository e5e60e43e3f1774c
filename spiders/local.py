"""Pages that a user brings along: text, HTML, JSON Lines and WARC files, packed or not, and folders of them."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, cast

from warcio.exceptions import ArchiveLoadFailed

from spiders.items import RawPage, Rejected, SourceKind
from spiders.warc import read_content, read_records

# Articles are smaller by two orders of magnitude; what is larger is a bomb or no article.
MOST_BYTES = 16 * 1024 * 1024
_TEXT = "text/plain; charset=utf-8"
_HINTS = ("id", "title", "published", "outlet", "authors", "language")
_DAMAGED = (OSError, EOFError, zlib.error, ValueError, ArchiveLoadFailed)
_SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".ndjson", ".warc")


def read_local(paths: Iterable[Path], *, source: str = "import") -> Iterator[RawPage | Rejected]:
    """Yield the pages of files and folders, one at a time; what cannot be used is a Rejected that says why.

    Folders are read in the order of names, without hidden files. A page whose file names no address has the url "".
    """
    for path in paths:
        for file in _walk(path, source):
            if isinstance(file, Rejected):
                yield file
            else:
                yield from _read_file(file, source)


def _walk(path: Path, source: str) -> Iterator[Path | Rejected]:
    if path.is_dir():
        try:
            root, children = path.resolve(), sorted(path.iterdir())
        except OSError as err:
            yield _reject(path, f"the folder cannot be read: {_say(err)}", source)
            return
        for child in children:
            if child.name.startswith("."):
                continue
            if child.is_symlink():
                # Inside the folder the file it leads to is read under its own name.
                if not _leads_into(root, child):
                    yield _reject(child, "a link that leads out of its folder is not followed; name its target", source)
                continue
            yield from _walk(child, source)
    elif path.is_file():
        yield path
    else:
        yield _reject(path, "no such file or folder" if not path.exists() else "neither a file nor a folder", source)


def _leads_into(root: Path, link: Path) -> bool:
    try:
        return link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        # A link that leads to itself is one or the other, by the version of Python.
        return False


def _read_file(path: Path, source: str) -> Iterator[RawPage | Rejected]:
    name = path.name.lower()
    packed = name.endswith(".gz")
    suffix = Path(name.removesuffix(".gz")).suffix
    if suffix not in _SUFFIXES:
        known = ", ".join(_SUFFIXES)
        yield _reject(
            path, f"unknown kind of file {path.suffix or '(no ending)'!r}; known are {known}, also .gz", source
        )
        return
    try:
        moment = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
        # warcio unpacks by itself, record by record.
        with gzip.open(path) if packed and suffix != ".warc" else path.open("rb") as raw:
            file = cast("BufferedReader", raw)
            if suffix == ".warc":
                rows = _read_warc(file, path, source, moment)
            elif suffix in {".jsonl", ".ndjson"}:
                rows = _read_rows(file, path, source, moment)
            else:
                rows = iter([_read_page(file, path, source, moment, html=suffix != ".txt")])
            number = 0
            for number, row in enumerate(rows, start=1):  # noqa: B007 - only whether there was one is asked
                yield row
            if not number:
                yield _reject(path, "the file holds no page", source)
    except _DAMAGED as err:
        yield _reject(path, f"cannot be read: {_say(err)}", source)


def _read_page(file: IO[bytes], path: Path, source: str, moment: datetime, *, html: bool) -> RawPage | Rejected:
    body = file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _reject(path, f"larger than {MOST_BYTES} bytes, unpacked", source, body)
    if not body.strip():
        return _reject(path, "the file is empty", source)
    if not html:
        body = decode_text(body).encode("utf-8", "surrogatepass")
    hints = {"file": _show(path)}
    content_type = "text/html" if html else _TEXT
    return _make_page(source, url="", body=body, content_type=content_type, moment=moment, hints=hints)


def _read_rows(file: IO[bytes], path: Path, source: str, moment: datetime) -> Iterator[RawPage | Rejected]:
    number = 0
    while line := file.readline(MOST_BYTES + 1):
        number += 1
        where = f"{_show(path)}:{number}"
        if len(line) > MOST_BYTES and not line.endswith(b"\n"):
            yield _reject(where, f"the line is longer than {MOST_BYTES} bytes", source, line)
            while line and not line.endswith(b"\n"):
                line = file.readline(MOST_BYTES)
        elif line.strip():
            yield _read_row(line, where, source, moment)


def _read_row(line: bytes, where: str, source: str, moment: datetime) -> RawPage | Rejected:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as err:
        return _reject(where, f"not JSON: {_say(err)}", source, line)
    if not isinstance(row, dict):
        return _reject(
            where, "not an object; a row has html or text, and may have url, title, published, outlet", source, line
        )
    field = "html" if isinstance(row.get("html"), str) else "text"
    content = row.get(field)
    if not isinstance(content, str) or not content.strip():
        return _reject(where, "neither html nor text", source, line)
    hints = {name: _write_hint(row[name]) for name in _HINTS if row.get(name) not in (None, "", [])}
    body = content.encode("utf-8", "surrogatepass")
    # The encoding is known here, whatever the HTML itself claims.
    content_type = "text/html; charset=utf-8" if field == "html" else _TEXT
    url = _clean_url(row.get("url"))
    return _make_page(
        source, url=url, body=body, content_type=content_type, moment=moment, hints={**hints, "file": where}
    )


def _read_warc(file: IO[bytes], path: Path, source: str, moment: datetime) -> Iterator[RawPage | Rejected]:
    for record in read_records(file):
        if record.rec_type not in {"response", "resource"}:
            continue
        url = _clean_url(record.rec_headers.get_header("WARC-Target-URI"))
        where = f"{_show(path)}: {url or 'a record without an address'}"
        status, content_type = 200, record.rec_headers.get_header("Content-Type") or ""
        if record.http_headers is not None:
            text = record.http_headers.get_statuscode()
            status = int(text) if text and text.isdecimal() else 0
            content_type = record.http_headers.get_header("Content-Type") or ""
        if status != 200:
            yield _reject(where, f"the server answered {status}", source)
        elif not content_type.lower().startswith(("text/", "application/xhtml", "application/json")):
            yield _reject(where, f"content type {content_type or '(none)'} is not text", source)
        else:
            yield _read_record(record, where, url=url, content_type=content_type, source=source, moment=moment)


def _read_record(
    record: Any, where: str, *, url: str, content_type: str, source: str, moment: datetime
) -> RawPage | Rejected:
    try:
        body = read_content(record, limit=MOST_BYTES + 1)
    except _DAMAGED as err:
        return _reject(where, f"the record is damaged: {_say(err)}", source)
    if len(body) > MOST_BYTES:
        return _reject(where, f"larger than {MOST_BYTES} bytes, unpacked", source, body)
    moment = _read_moment(record.rec_headers.get_header("WARC-Date") or "") or moment
    return _make_page(source, url=url, body=body, content_type=content_type, moment=moment, hints={})


def _read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def decode_text(body: bytes) -> str:
    """Return a text file's characters: by its byte order mark, else UTF-8, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _make_page(
    source: str, *, url: str, body: bytes, content_type: str, moment: datetime, hints: dict[str, str]
) -> RawPage:
    return RawPage(
        source=source,
        kind=SourceKind.LOCAL,
        url=url,
        status=200,
        content_type=content_type,
        body=body,
        fetched_at=moment,
        hints=hints,
    )


def _clean_url(value: object) -> str:
    # WARC 1.0 writers put the address in angle brackets.
    url = value.strip().strip("<>") if isinstance(value, str) else ""
    return url if url.startswith(("http://", "https://")) else ""


def _write_hint(value: object) -> str:
    return "; ".join(str(item) for item in value) if isinstance(value, list) else str(value)


def _show(path: Path | str) -> str:
    """Return a path as text that every table takes: names of files are bytes, and need not be UTF-8."""
    return str(path).encode("utf-8", "replace").decode()


def _say(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _reject(subject: Path | str, reason: str, source: str, sample: bytes = b"") -> Rejected:
    text = sample[:200].decode("utf-8", "replace")
    return Rejected(stage="import", subject=_show(subject), reason=reason, sample=text, source=source)
