"""Training the tagger of names: rounds of public and own sentences, then a smaller one that imitates the first."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor
from torch.nn import functional

from nlp.entities.decoding import TAGS
from nlp.entities.pieces import Encoded, Pieces
from nlp.training.encoder import Batch, Encoder
from nlp.training.examples import Example

_LONGEST = 80
_BITS = 1 << torch.arange(len(TAGS))
_WARM = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How a training goes: rounds over freshly drawn sentences, and how fast weights move at most.

    `pieces` is how many pieces a step has, padding included; sentences of about one length stand together.
    """

    rounds: int
    rate: float = 2e-4
    head_rate: float = 1e-3
    pieces: int = 1600
    # What share of the loss is to be as unsure as the teacher is, where there is one.
    imitation: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    batch: Batch
    heads: Tensor
    allowed: Tensor


def fit(
    encoder: Encoder,
    draw: Callable[[int], Sequence[Example]],
    *,
    pieces: Pieces,
    schedule: Schedule,
    rng: random.Random,
    teacher: Encoder | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Train an encoder in place; `draw` gives the sentences of each round."""
    head = [parameter for name, parameter in encoder.named_parameters() if name.startswith(("head", "shapes"))]
    rest = [
        parameter
        for name, parameter in encoder.named_parameters()
        if parameter.requires_grad and not name.startswith(("head", "shapes"))
    ]
    optimizer = torch.optim.AdamW(
        [{"params": head, "lr": schedule.head_rate}, {"params": rest, "lr": schedule.rate}], weight_decay=0.01
    )
    steps_of_round = len(_make_steps(draw(0), pieces, random.Random(0), schedule.pieces))  # noqa: S311 - not for secrets
    total = steps_of_round * schedule.rounds
    decay = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (_WARM * total + 1)) * max(0.02, 1 - step / total)
    )
    for number in range(schedule.rounds):
        start, losses = time.monotonic(), []
        encoder.train()
        for step in _make_steps(draw(number), pieces, rng, schedule.pieces):
            loss = _lose(encoder, step, teacher, schedule.imitation)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            decay.step()
            losses.append(loss.item())
        mean = sum(losses) / max(len(losses), 1)
        say(f"round {number + 1} of {schedule.rounds}: loss {mean:.4f}, {time.monotonic() - start:.0f} s")
    encoder.eval()


def _lose(encoder: Encoder, step: _Step, teacher: Encoder | None, imitation: float) -> Tensor:
    scores = _score_heads(encoder, step)
    loss: Tensor = -scores.masked_fill(~step.allowed, -1e9).logsumexp(-1).mean()
    if teacher is None:
        return loss
    with torch.no_grad():
        theirs = _score_heads(teacher, step)
    likeness = functional.kl_div(scores, theirs, log_target=True, reduction="batchmean")
    return (1 - imitation) * loss + imitation * likeness


def _score_heads(encoder: Encoder, step: _Step) -> Tensor:
    """Give the log-probabilities of the tags of every word of a step."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = cast("Tensor", encoder(step.batch))
    return scores.float()[step.heads[:, 0], step.heads[:, 1]].log_softmax(-1)


def _make_steps(examples: Sequence[Example], pieces: Pieces, rng: random.Random, most: int) -> list[_Step]:
    """Give the batches of a round in random order."""
    encoded = [(pieces.encode(example.words[:_LONGEST]), example) for example in examples if example.words]
    rng.shuffle(encoded)
    encoded.sort(key=lambda pair: len(pair[0].ids) // 4)
    steps = []
    first = 0
    while first < len(encoded):
        end = first + 1
        while end < len(encoded) and len(encoded[end][0].ids) * (end + 1 - first) <= most:
            end += 1
        steps.append(_make_step(encoded[first:end]))
        first = end
    rng.shuffle(steps)
    return steps


def _make_step(pairs: Sequence[tuple[Encoded, Example]]) -> _Step:
    heads = [(row, head) for row, (encoded, _) in enumerate(pairs) for head in encoded.heads]
    allowed = torch.tensor([bits for encoded, example in pairs for bits in example.allowed[: len(encoded.heads)]])
    return _Step(
        batch=make_batch([encoded for encoded, _ in pairs]),
        heads=torch.tensor(heads),
        allowed=(allowed[:, None] & _BITS) > 0,
    )


def make_batch(encoded: Sequence[Encoded]) -> Batch:
    """Give the padded tensors of sentences."""
    width = max(len(one.ids) for one in encoded)
    return Batch(
        ids=torch.tensor([one.ids + [0] * (width - len(one.ids)) for one in encoded]),
        shapes=torch.tensor([one.shapes + [0] * (width - len(one.shapes)) for one in encoded]),
        lengths=torch.tensor([len(one.ids) for one in encoded]),
    )


def score_words(encoder: Encoder, examples: Sequence[Example], *, pieces: Pieces) -> Iterator[Tensor]:
    """Give the log-probabilities of the tags of each word, sentence by sentence."""
    encoder.eval()
    for first in range(0, len(examples), 32):
        encoded = [pieces.encode(example.words[:_LONGEST]) for example in examples[first : first + 32]]
        with torch.no_grad():
            scores = encoder(make_batch(encoded)).log_softmax(-1)
        for row, one in enumerate(encoded):
            yield scores[row, one.heads]
