"""Trains the event model: first on the verb dictionary's pseudo-sentences, then twice from there.

One run reads what we wrote, the other real articles too; what ships is the mean of both, which types better than
either: weights that went the same way first can be averaged (Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F
from training.corpus.read_corpus import HERE as CORPUS
from training.events.dictionary import make_pseudo_sentences
from training.events.examples import (
    IGNORE,
    Example,
    Pair,
    Range,
    Trigger,
    read_annotated,
    read_examples,
    vary_case,
)
from training.events.model import EventModel
from training.syntax.train import MASK_PIECE, TOKENIZER, save_state

from detente.language.subwords import SubwordEncoder, build_batch, group_by_size

PARTS = (
    "sentences-0*.txt", "sentences-1[1-5].txt", "sentences-2*.txt", "sentences-31.txt", "sentences-33.txt",
    "sentences-[45]*.txt", "documents-*.txt",
)  # fmt: skip
"""All that we wrote but sentences-16 and -32, on which the scores are fitted, and the held-back pairs."""
HEADS_FASTER = 8
"""The heads begin at random and learn this many times as fast as the encoder."""
SHARES = {"tags": 1.0, "mode": 0.3, "modality": 0.5, "roles": 3.0, "pairs": 1.0}
ARTICLES_WEIGH = 2 / 3
"""The share of the run with the articles in the mean of both; chosen on the articles that neither has seen."""
Losses = dict[str, Tensor]
Weights = dict[str, Tensor]


def weigh_spans(spans: list[Range], width: int) -> Tensor:
    """Spans as rows of weights that sum to one, over the words with the mark at the start in column 0."""
    weights = torch.zeros(len(spans), width)
    for row, (start, end) in enumerate(spans):
        weights[row, start + 1 : end + 1] = 1 / (end - start)
    return weights


def label_words(rows: list[Example], width: int) -> Tensor:
    """The type of trigger that each word belongs to; unknown where a row does not mark all its events."""
    labels = torch.full((len(rows), width), IGNORE)
    for i, row in enumerate(rows):
        if row.complete:
            labels[i, 1 : len(row.words) + 1] = 0
        for trigger in row.triggers:
            labels[i, trigger.words[0] + 1 : trigger.words[1] + 1] = trigger.type
    return labels


def compute_loss(model: EventModel, rows: list[Example], batch: Losses, chance: random.Random) -> Losses:
    """The weighted loss of each head that the rows teach."""
    words = model.read(batch)
    labels = label_words(rows, words.shape[1])
    losses = {}
    if (labels >= 0).any():
        scores = model.heads.read_tags(words)
        losses["tags"] = F.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=IGNORE)
    triggers = [(i, trigger) for i, row in enumerate(rows) for trigger in row.triggers]
    if triggers:
        losses |= compare_triggers(model, rows, words, triggers)
    pairs = [(i, pair) for i, row in enumerate(rows) for pair in choose_pairs(row, chance)]
    if pairs:
        losses["pairs"] = compare_pairs(model, rows, words, pairs)
    return {name: SHARES[name] * loss for name, loss in losses.items()}


def compare_triggers(
    model: EventModel, rows: list[Example], words: Tensor, triggers: list[tuple[int, Trigger]]
) -> Losses:
    """The losses of mode, modality and roles."""
    width = words.shape[1]
    chosen = words[torch.tensor([i for i, _ in triggers])]
    mode, modality, roles = model.heads.read_triggers(
        chosen, weigh_spans([trigger.words for _, trigger in triggers], width)
    )
    gold, known = torch.zeros(len(triggers), width, 2), torch.zeros(len(triggers), width)
    for k, (i, trigger) in enumerate(triggers):
        known[k, 1 : len(rows[i].words) + 1] = 1
        for role, spans in enumerate((trigger.actors, trigger.recipients)):
            for start, end in spans:
                gold[k, start + 1 : end + 1, role] = 1
    loss = F.binary_cross_entropy_with_logits(roles, gold, reduction="none").sum(-1)
    losses = {"roles": (loss * known).sum() / known.sum()}
    full = [k for k, (i, _) in enumerate(triggers) if rows[i].complete]
    if full:
        modes = torch.tensor([triggers[k][1].mode for k in full])
        modalities = torch.tensor([triggers[k][1].modality for k in full])
        losses["mode"] = F.cross_entropy(mode[full], modes)
        losses["modality"] = F.cross_entropy(modality[full], modalities)
    return losses


def compare_pairs(
    model: EventModel, rows: list[Example], words: Tensor, pairs: list[tuple[int, Pair]]
) -> Tensor:
    """The loss of what passes between two parties."""
    width = words.shape[1]
    mask = torch.full((len(pairs), width), -1e4)
    for k, (i, _) in enumerate(pairs):
        mask[k, : len(rows[i].words) + 1] = 0
    scores = model.heads.read_pairs(
        words[torch.tensor([i for i, _ in pairs])],
        weigh_spans([source for _, (source, _, _) in pairs], width),
        weigh_spans([target for _, (_, target, _) in pairs], width),
        mask,
    )
    return F.cross_entropy(scores, torch.tensor([kind for _, (_, _, kind) in pairs]), label_smoothing=0.05)


def choose_pairs(row: Example, chance: random.Random) -> list[Pair]:
    """The typed pairs, and at most one more of those between which nothing passes."""
    typed = [pair for pair in row.pairs if pair[2]]
    rest = [pair for pair in row.pairs if not pair[2]]
    return typed + chance.sample(rest, min(len(rest), len(typed) + 1))


@torch.no_grad()
def measure_pairs(model: EventModel, rows: list[Example], encoder: SubwordEncoder) -> str:
    """How often direction and type are right in sentences of which one party acts on another."""
    model.eval()
    direction = kind = 0
    for row, encoded in zip(rows, encoder.encode([row.words for row in rows]), strict=True):
        source, target, gold = next(pair for pair in row.pairs if pair[2])
        words = model.read({k: torch.from_numpy(v) for k, v in build_batch([encoded]).items()})
        width = words.shape[1]
        scores = model.heads.read_pairs(
            words.expand(2, -1, -1),
            weigh_spans([source, target], width),
            weigh_spans([target, source], width),
            torch.zeros(2, width),
        ).log_softmax(-1)[:, 1:]
        direction += int(scores[0].logsumexp(-1) > scores[1].logsumexp(-1))
        kind += int(scores[0].argmax()) + 1 == gold
    model.train()
    return f"direction {direction / len(rows):.3f} type {kind / len(rows):.3f} of {len(rows)}"


class Run:
    """A training run: the weights, their running mean, and what all phases share."""

    def __init__(self, options: argparse.Namespace, encoder: SubwordEncoder) -> None:
        self.options, self.encoder = options, encoder
        self.chance = random.Random(options.seed)
        self.model = EventModel()
        self.model.encoder.load_pretrained(options.encoder / "model.safetensors")
        self.model.encoder.words.weight.requires_grad_(False)
        self.shadow = copy.deepcopy(self.model)

    def make_optimizer(self) -> torch.optim.Optimizer:
        """AdamW, slower for the encoder."""
        inside = [p for p in self.model.encoder.parameters() if p.requires_grad]
        groups = [{"params": inside}, {"params": list(self.model.heads.parameters())}]
        return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)

    def train(self, examples: list[Example], *, epochs: int, check: Callable[[EventModel], str]) -> Weights:
        """One phase: a short rise of the rates, a plateau, a straight fall to zero; gives the running mean."""
        optimizer, began, step = self.make_optimizer(), time.time(), 0
        self.shadow.load_state_dict(self.model.state_dict())
        steps = 0
        for epoch in range(epochs):
            varied = [vary_case(example, self.chance) for example in examples]
            encoded = self.encoder.encode([example.words for example in varied])
            sizes = [round(e.size + self.chance.uniform(0, 6)) for e in encoded]
            groups = group_by_size(sizes, limit=self.options.batch)
            self.chance.shuffle(groups)
            steps = steps or len(groups) * epochs
            sums: dict[str, float] = defaultdict(float)
            for group in groups:
                share = max(0, min(1, (step + 1) / 30, (steps - step) / (0.6 * steps)))
                for part, faster in zip(optimizer.param_groups, (1, HEADS_FASTER), strict=True):
                    part["lr"] = self.options.lr * faster * share
                batch = {k: torch.from_numpy(v) for k, v in build_batch([encoded[i] for i in group]).items()}
                for name, loss in self.take_step(optimizer, [varied[i] for i in group], batch).items():
                    sums[name] += loss / len(groups)
                step += 1
                self.average(step)
            line = " ".join(f"{name} {loss:.3f}" for name, loss in sums.items())
            print(f"epoch {epoch} {line} {time.time() - began:.0f} s {check(self.shadow)}", flush=True)
        return self.shadow.state_dict()

    def take_step(
        self, optimizer: torch.optim.Optimizer, rows: list[Example], batch: Losses
    ) -> dict[str, float]:
        """One step on one batch, some pieces of which are hidden; gives the losses."""
        hidden = (torch.rand(batch["ids"].shape) < self.options.hide) & (batch["shapes"] > 0)
        batch["ids"][hidden] = MASK_PIECE
        losses = compute_loss(self.model, rows, batch, self.chance)
        optimizer.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        optimizer.step()
        return {name: float(loss.detach()) for name, loss in losses.items()}

    @torch.no_grad()
    def average(self, step: int) -> None:
        """Moves the running mean of the weights a step towards the present ones."""
        for mean, now in zip(self.shadow.parameters(), self.model.parameters(), strict=True):
            mean.lerp_(now, 1 - min(0.98, step / (step + 10)))


def train_model(options: argparse.Namespace) -> None:
    """The training run: every number it needs is in `options`."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    encoder = SubwordEncoder(TOKENIZER, remember=10**7)
    held_back = [
        row for row in read_examples(CORPUS, ["held-back-pairs*.txt"]) if any(p[2] for p in row.pairs)
    ]
    ours, articles = read_examples(CORPUS, PARTS), read_annotated(options.data.parent)
    pseudo = make_pseudo_sentences(options.data / "relation/CAMEO.2.0.txt", seed=options.seed)
    print(f"{len(ours)} sentences of ours, {len(articles)} of articles", flush=True)
    run = Run(options, encoder)

    def check(model: EventModel) -> str:
        return measure_pairs(model, held_back, encoder)

    run.train(pseudo[: options.dictionary], epochs=1, check=check)
    again = copy.deepcopy(run)
    state = torch.get_rng_state()
    first = run.train(ours, epochs=options.epochs, check=check)
    torch.set_rng_state(state)
    second = again.train(ours + articles, epochs=options.epochs, check=check)
    weights = {name: part.lerp(second[name], ARTICLES_WEIGH) for name, part in first.items()}
    options.out.mkdir(parents=True, exist_ok=True)
    save_state({"weights": weights}, options.out / "model.pt")


def parse_options() -> argparse.Namespace:
    """The options of the run with the defaults of the shipped model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, default=Path("out/encoder"))
    parser.add_argument("--out", type=Path, default=Path("out/events"))
    parser.add_argument("--dictionary", type=int, default=9000, help="pseudo-sentences to begin with")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--lr", type=float, default=1.2e-4)
    parser.add_argument("--batch", type=int, default=300, help="padded pieces in a batch")
    parser.add_argument("--hide", type=float, default=0.15, help="share of pieces replaced by the mask")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()
