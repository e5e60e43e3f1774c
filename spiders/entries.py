"""Writing entries of sources.toml: what stands there already stays as it is, to the letter."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from spiders.errors import SourceError
from spiders.sources import Source, Sources, read_source, read_sources


def format_entry(entry: Mapping[str, str]) -> str:
    """Return an entry as TOML. Values are printable text: the JSON of such text is a basic string of TOML."""
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in entry.items()]
    return "\n".join(["[[source]]", *lines, ""])


def check_new(sources: Sources, *, path: Path, name: str, url: str) -> None:
    """Raise SourceError where a name or an address is taken; addresses are the same but for scheme, www. and slash."""
    for source in sources.sources:
        if source.name == name:
            raise SourceError(f"{path} has a source named {name!r} already; choose another with --name")
        if _reduce(source.url) == _reduce(url):
            raise SourceError(f"{path} has this address already, as {source.name!r}: {source.url}")


def add_entry(path: Path, entry: Mapping[str, str]) -> Source:
    """Append an entry to a sources file, which is made where there is none, and return the source as read again.

    The file is replaced at once and only when all of it reads well; raises SourceError otherwise.
    """
    path = path.resolve()
    try:
        before = path.read_bytes() if path.exists() else b""
    except OSError as err:
        raise SourceError(f"{path}: cannot be read ({err.strerror}); name another with --file") from err
    known = read_sources(path).sources if before else ()
    source = read_source(dict(entry), where=f"the entry for {path}")
    end = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as err:
        raise SourceError(f"{path}: cannot be written ({err.strerror}); name another with --file") from err
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(before + end + format_entry(entry).encode())
        if read_sources(draft).sources != (*known, source):
            raise SourceError(f"{path}: the entry would read differently there; write it by hand")
        if before:
            shutil.copymode(path, draft)
        else:
            draft.chmod(0o644)
        draft.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    return source


def _reduce(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/") + query
