"""`python -m nlp.registry [FILE]`: check the registry, with a file of one's own, and count its entries."""

from __future__ import annotations

import sys
from pathlib import Path

from nlp.registry.errors import RegistryError
from nlp.registry.load import count_by_label, load_registry


def main(arguments: list[str]) -> int:
    """Print the counts and give 0; print what is wrong and give 1; 2 for too many arguments."""
    if len(arguments) > 1:
        sys.stderr.write("usage: python -m nlp.registry [FILE]\n")
        return 2
    try:
        registry = load_registry(Path(arguments[0]) if arguments else None)
    except RegistryError as err:
        sys.stderr.write(f"{err}\n")
        return 1
    for label, count in count_by_label(registry).items():
        sys.stdout.write(f"{label:8}{count:6}\n")
    sys.stdout.write(f"{'aliases':8}{len(registry.aliases):6}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
