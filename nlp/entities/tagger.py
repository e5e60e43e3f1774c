"""The trained tagger of names: an int8 encoder that onnxruntime runs, on the sentences that it is given."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from nlp.entities.decoding import TAGS, Found, decode
from nlp.entities.errors import ModelError
from nlp.entities.pieces import Encoded, Pieces

ENCODER, VOCABULARY, CARD = "names.onnx", "vocabulary.json", "names.json"
# Longer sentences are tables and lists; they are read in parts, so that the time stays linear.
_LONGEST = 80
_MOST_CACHED = 4096

# The fused operator takes longer than its parts.
_SLOW = ["SkipLayerNormFusion"]

_Sentence = tuple[str, ...]


class NameTagger:
    """Finds names of the six kinds in sentences; a sentence that it has seen lately costs nothing."""

    def __init__(self, folder: Path) -> None:
        missing = [name for name in (ENCODER, VOCABULARY, CARD) if not (folder / name).is_file()]
        if missing:
            raise ModelError(
                f"{folder}: lacks {', '.join(missing)} of the trained name tagger; "
                "install chipwire with its model, or make one with `make train`"
            )
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        if tuple(card.get("tags", ())) != TAGS:
            raise ModelError(f"{folder / CARD}: its tags are not those of this version; run `make train`")
        self._pieces = Pieces(folder / VOCABULARY)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The arena keeps the memory of the largest batch that it has seen, for ever.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(
            str(folder / ENCODER), sess_options=options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW
        )
        self._cached: OrderedDict[_Sentence, list[Found]] = OrderedDict()

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Found]]:
        """Give the names in each sentence, in order; the same whatever it comes with."""
        return [list(self._read(words)) for words in sentences]

    def forget(self) -> None:
        """Drop what is kept of sentences seen before."""
        self._cached.clear()

    def _read(self, words: Sequence[str]) -> Iterator[Found]:
        for start in range(0, len(words), _LONGEST):
            for one in self._look_up(tuple(words[start : start + _LONGEST])):
                yield Found(first=one.first + start, end=one.end + start, label=one.label, score=one.score)

    def _look_up(self, part: _Sentence) -> list[Found]:
        if part not in self._cached:
            encoded = self._pieces.encode(part)
            self._cached[part] = decode(self._score(encoded)[encoded.heads])
        self._cached.move_to_end(part)
        while len(self._cached) > _MOST_CACHED:
            self._cached.popitem(last=False)
        return self._cached[part]

    def _score(self, one: Encoded) -> NDArray[np.float32]:
        """Give a row of log-probabilities for each piece of a sentence."""
        # Each sentence by itself: the scale that a layer's values are rounded to is that of all that goes in together,
        # and neighbours in a batch must not change a name or its score. Nor is there padding: this is no slower.
        given = {
            "ids": np.array([one.ids], dtype=np.int32),
            "shapes": np.array([one.shapes], dtype=np.int32),
            "lengths": np.array([len(one.ids)], dtype=np.int32),
        }
        (scores,) = self._session.run(["scores"], given)
        found: NDArray[np.float32] = scores[0]
        return found
