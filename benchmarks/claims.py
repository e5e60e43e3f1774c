"""How many tokens a second quantities and claims read on one core, of text that is tokenised, parsed and has its names.

python -m benchmarks.claims [--rounds 5] [--texts FILE.jsonl]

The processor's time counts, so that other work on the machine does not; the best round is shown. The texts are the
sample site's unless a file of {"id", "text"} rows is given.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from nlp.claims import find_claims
from nlp.pipeline import load_pipeline
from nlp.quantities.scan import find_pieces, find_quantities, list_sentences
from nlp.records import Entity, Label
from nlp.text.syntax import Syntax
from spiders.sample_site import load_articles


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="rounds; the best counts")
    parser.add_argument("--texts", type=Path, help="JSON Lines with a text each; the sample site's articles by default")
    options = parser.parse_args(arguments)
    docs = parse_texts(read_texts(options.texts), nlp=load_pipeline())
    tokens = sum(len(doc) for doc in docs)
    seconds = min((time_round(docs) for _ in range(options.rounds)), key=sum)
    both = seconds[0] + seconds[1]
    print(f"{len(docs)} texts, {tokens:,} tokens, seconds of one core at best: {both:.3f}")
    print("| part | tokens per second |\n|---|---|")
    for name, part in (("quantities", seconds[0]), ("claims", seconds[1]), ("both", both)):
        print(f"| {name} | {tokens / part:,.0f} |")
    return 0


def read_texts(path: Path | None) -> list[str]:
    """Return the texts of the file, or the English articles of the sample site."""
    if path is None:
        return [article.body for article in load_articles() if article.language == "en"]
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def parse_texts(texts: Sequence[str], *, nlp: Language) -> list[Doc]:
    """Return the texts as Docs with names, and with parses as `annotate` has them."""
    docs = list(nlp.pipe(texts))
    wanted = [(doc, list_sentences(doc, find_pieces(doc))) for doc in docs]
    cast("Syntax", nlp.get_pipe("chipwire_syntax")).parse(wanted)
    return docs


def time_round(docs: Sequence[Doc]) -> tuple[float, float]:
    """Return the processor's seconds for the quantities and for the claims of all texts."""
    entities = [read_entities(doc) for doc in docs]
    # What was made before is not to be gone over by the garbage collector of this round.
    gc.collect()
    gc.freeze()
    start = time.process_time()
    quantities = [find_quantities(doc) for doc in docs]
    middle = time.process_time()
    for doc, names, figures in zip(docs, entities, quantities, strict=True):
        find_claims(doc, entities=names, quantities=figures, title="", published=None)
    return middle - start, time.process_time() - middle


def read_entities(doc: Doc) -> list[Entity]:
    """Return the names of a Doc as records."""
    return [
        Entity(
            start=span.start_char, end=span.end_char, text=span.text, label=Label(span.label_),
            entity_id=span.kb_id_ or None, canonical=span.id_,
        )
        for span in doc.ents
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
