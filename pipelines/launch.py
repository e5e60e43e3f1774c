"""Starting a flow from outside: in a process of its own, so that reading never has to import Prefect."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from pipelines.registry import check_registry
from pipelines.settings import Settings, describe_environment
from spiders.sample_site import serve_sample_site

# Loopback has no one to be polite to.
_SAMPLE_DELAY = 0.0


def run_flow(arguments: Sequence[str], *, settings: Settings) -> int:
    """Run `python -m flows ARGUMENTS` with these settings, on this terminal; returns its exit status.

    Raises InputError at once where the user's own registry is wrong.
    """
    if settings.registry is not None:
        check_registry(settings.registry)
    if sys.stderr.isatty():
        print("Starting Prefect; the first time takes some 20 seconds ...", file=sys.stderr)
    command = [sys.executable, "-m", "flows", *arguments]
    return subprocess.run(command, env=describe_environment(settings), check=False).returncode  # noqa: S603 - our own


@contextmanager
def serve_sample(settings: Settings) -> Iterator[Settings]:
    """Serve the bundled outlets on loopback meanwhile; yields the settings with which a run reads them."""
    path = settings.data_dir / "sample_sources.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    with serve_sample_site() as site:
        site.write_sources(path)
        yield replace(settings, sources=path, download_delay=_SAMPLE_DELAY)
