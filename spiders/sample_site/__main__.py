"""`python -m spiders.sample_site`: serve the outlets until Ctrl-C, or for --minutes."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from spiders.sample_site.errors import SampleSiteError
from spiders.sample_site.site import serve_sample_site


def main(arguments: list[str] | None = None) -> int:
    """Serve, print the addresses, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m spiders.sample_site", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="stop by itself after so long (default: 30)")
    parser.add_argument("--sources", type=Path, metavar="PATH", help="also write a sources.toml for the outlets")
    options = parser.parse_args(arguments)
    try:
        with serve_sample_site() as site:
            for name, base in site.outlets.items():
                print(f"{name:16} {base}/", flush=True)
            if options.sources is not None:
                site.write_sources(options.sources)
            threading.Event().wait(options.minutes * 60)
    except KeyboardInterrupt:
        return 0
    except (SampleSiteError, OSError) as err:
        print(f"error: {err}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
