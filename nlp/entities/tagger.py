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
# Pieces of one call of the encoder, padding included; more of them no longer fit the processor's cache.
_BATCH_PIECES = 512

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
        """Give the names in each sentence, in order."""
        parts = [
            (i, start, tuple(words[start : start + _LONGEST]))
            for i, words in enumerate(sentences)
            for start in range(0, len(words), _LONGEST)
        ]
        found = self._look_up(dict.fromkeys(part for _, _, part in parts))
        result: list[list[Found]] = [[] for _ in sentences]
        for i, start, part in parts:
            result[i] += [
                Found(first=one.first + start, end=one.end + start, label=one.label, score=one.score)
                for one in found[part]
            ]
        return result

    def forget(self) -> None:
        """Drop what is kept of sentences seen before."""
        self._cached.clear()

    def _look_up(self, parts: dict[_Sentence, None]) -> dict[_Sentence, list[Found]]:
        found = {}
        for part in parts:
            if part in self._cached:
                self._cached.move_to_end(part)
                found[part] = self._cached[part]
        new = [part for part in parts if part not in found]
        for part, names in self._run(new):
            found[part] = self._cached[part] = names
        while len(self._cached) > _MOST_CACHED:
            self._cached.popitem(last=False)
        return found

    def _run(self, parts: list[_Sentence]) -> Iterator[tuple[_Sentence, list[Found]]]:
        """Give the names of each part, those of one length together, so that little is padding."""
        encoded = sorted(((self._pieces.encode(part), part) for part in parts), key=lambda pair: len(pair[0].ids))
        first = 0
        while first < len(encoded):
            end = first + 1
            while end < len(encoded) and len(encoded[end][0].ids) * (end + 1 - first) <= _BATCH_PIECES:
                end += 1
            batch = encoded[first:end]
            scores = self._score([one for one, _ in batch])
            for (one, part), rows in zip(batch, scores, strict=True):
                yield part, decode(rows[one.heads])
            first = end

    def _score(self, batch: list[Encoded]) -> NDArray[np.float32]:
        width = max(len(one.ids) for one in batch)
        ids = np.zeros((len(batch), width), dtype=np.int32)
        shapes = np.zeros((len(batch), width), dtype=np.int32)
        for row, one in enumerate(batch):
            ids[row, : len(one.ids)] = one.ids
            shapes[row, : len(one.shapes)] = one.shapes
        lengths = np.array([len(one.ids) for one in batch], dtype=np.int32)
        (scores,) = self._session.run(["scores"], {"ids": ids, "shapes": shapes, "lengths": lengths})
        return np.asarray(scores, dtype=np.float32)
