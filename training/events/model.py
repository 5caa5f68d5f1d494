"""The event heads over the words of a sentence: what is a trigger, who takes part, what passes between two parties."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from training.events.examples import MODALITIES, MODE_NAMES, TYPES
from training.syntax.model import WIDTH, Encoder, SharedDropout, pool_words

ROLE = 128
PAIR = 256


class EventHeads(nn.Module):
    """Heads that read word vectors (batch, words, 384); spans come as weights over the words that sum to one."""

    def __init__(self, *, dropout: float = 0.2) -> None:
        super().__init__()
        self.drop = SharedDropout(dropout)
        self.flat_drop = nn.Dropout(dropout)
        self.tags = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Linear(WIDTH, len(TYPES)))
        self.mode = nn.Linear(WIDTH, len(MODE_NAMES))
        self.modality = nn.Sequential(nn.Linear(WIDTH, 128), nn.GELU(), nn.Linear(128, len(MODALITIES)))
        self.trigger_role = nn.Linear(WIDTH, 2 * ROLE)
        self.word_role = nn.Linear(WIDTH, 2 * ROLE)
        self.role_bias = nn.Parameter(torch.full((2,), -2.0))
        self.source = nn.Linear(WIDTH, PAIR)
        self.target = nn.Linear(WIDTH, PAIR)
        self.key = nn.Linear(WIDTH, PAIR)
        self.pair = nn.Sequential(nn.Linear(2 * PAIR + WIDTH, PAIR), nn.GELU(), nn.Linear(PAIR, len(TYPES)))

    def read_tags(self, words: Tensor) -> Tensor:
        """Scores (batch, words, type) of each word as part of a trigger; type 0 is none."""
        return self.tags(self.drop(words))

    def read_triggers(self, words: Tensor, spans: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Mode (spans, mode), modality (spans, 4) and roles (spans, words, actor or recipient) of triggers.

        `words` is (spans, words, 384): the sentence of each trigger; `spans` is (spans, words).
        """
        vectors = self.flat_drop((spans[:, :, None] * words).sum(1))
        left = self.trigger_role(vectors).view(-1, 2, ROLE)
        right = self.word_role(self.drop(words)).view(*words.shape[:2], 2, ROLE)
        roles = (left[:, None] * right).sum(-1) * ROLE**-0.5 + self.role_bias
        return self.mode(vectors), self.modality(vectors), roles

    def read_pairs(self, words: Tensor, sources: Tensor, targets: Tensor, mask: Tensor) -> Tensor:
        """Scores (pairs, type) of what the source does to the target; `words` is (pairs, words, 384)."""
        source = self.source((sources[:, :, None] * words).sum(1))
        target = self.target((targets[:, :, None] * words).sum(1))
        weights = (self.key(words) * (source + target)[:, None]).sum(-1) * PAIR**-0.5 + mask
        context = (weights.softmax(-1)[:, :, None] * words).sum(1)
        return self.pair(self.flat_drop(torch.cat([source, target, context], -1)))


class EventModel(nn.Module):
    """Encoder and event heads."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.heads = EventHeads()

    def read(self, batch: dict[str, Tensor]) -> Tensor:
        """Word vectors (batch, words + 1, 384), the mark at the start first."""
        return pool_words(self.encoder(batch["ids"], batch["shapes"]), batch["first"], batch["last"])
