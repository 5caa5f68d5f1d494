"""Trains the syntax model: `python -m training.syntax.train --data ../shared/data`."""

from __future__ import annotations

import argparse
import copy
import itertools
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from training.syntax.model import SyntaxModel
from training.syntax.treebanks import (
    NAME_LABELS,
    SOURCES,
    Example,
    read_development,
    read_training,
    vary_spelling,
)

from detente.language.subwords import Encoded, SubwordEncoder, build_batch, group_by_size

TOKENIZER = Path("src/detente/language/models/tokenizer.json")
MASK_PIECE = 103
IGNORE = -100
Labels = dict[str, list[str]]


def collect_labels(examples: list[Example]) -> Labels:
    """The closed lists that the heads choose from, in a fixed order."""
    return {
        "upos": sorted({u for e in examples for u in e.upos}),
        "xpos": sorted({x for e in examples for x in e.xpos}),
        "relations": sorted({d for e in examples for d in e.deprels}),
        "names": list(NAME_LABELS),
        "sources": list(SOURCES),
    }


def pad_labels(rows: list[list[int]], width: int) -> Tensor:
    """A (batch, width) array, padded with the label that no loss counts."""
    return torch.tensor([[*row, *[IGNORE] * (width - len(row))] for row in rows])


def make_targets(examples: list[Example], labels: Labels) -> dict[str, Tensor]:
    """Gold labels as padded arrays; what an example does not know is ignored."""
    index = {k: {v: i for i, v in enumerate(values)} for k, values in labels.items()}
    width = max(len(e.words) for e in examples)
    targets = {
        "upos": [[index["upos"][u] for u in e.upos] for e in examples],
        "xpos": [[index["xpos"][x] for x in e.xpos] for e in examples],
        "heads": [e.heads for e in examples],
        "relations": [[index["relations"].get(d, IGNORE) for d in e.deprels] for e in examples],
        "names": [
            [index["names"][n] + len(NAME_LABELS) * index["sources"][e.source] for n in e.names]
            for e in examples
        ],
    }
    return {k: pad_labels(rows, width) for k, rows in targets.items()}


def make_batches(
    examples: list[Example], encoder: SubwordEncoder, chance: random.Random, *, limit: int
) -> Iterator[tuple[list[Example], list[Encoded]]]:
    """One epoch in batches of similar length, in random order."""
    varied = [vary_spelling(e, chance) for e in examples]
    encoded = encoder.encode([e.words for e in varied])
    # a little noise on the length, so that batches differ from epoch to epoch
    groups = group_by_size([round(e.size + chance.uniform(0, 3)) for e in encoded], limit=limit)
    chance.shuffle(groups)
    for group in groups:
        yield [varied[i] for i in group], [encoded[i] for i in group]


def hide_pieces(batch: dict[str, Tensor], rate: float) -> None:
    """Replaces some pieces by the mask, as a cheap and strong regulariser."""
    hidden = (torch.rand(batch["ids"].shape) < rate) & (batch["shapes"] > 0)
    batch["ids"][hidden] = MASK_PIECE


def choose_names(scores: Tensor, gold: Tensor) -> tuple[Tensor, Tensor]:
    """The scores of the name head that each word's source trains, and the label within that head."""
    size = len(NAME_LABELS)
    source = gold.clamp(min=0) // size
    scores = scores.view(*scores.shape[:2], -1, size)
    chosen = scores.gather(2, source[..., None, None].expand(-1, -1, 1, size)).squeeze(2)
    return chosen, torch.where(gold < 0, gold, gold % size)


def compute_loss(model: SyntaxModel, batch: dict[str, Tensor], gold: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each head, averaged over the words that have its label."""
    words, flat = model.read(batch)
    losses = {
        k: F.cross_entropy(flat[k].float().flatten(0, 1), gold[k].flatten(), label_smoothing=0.02)
        for k in ("upos", "xpos")
        if (gold[k] >= 0).any()
    }
    if (gold["names"] >= 0).any():
        scores, names = choose_names(flat["names"].float(), gold["names"])
        losses["names"] = F.cross_entropy(scores.flatten(0, 1), names.flatten())
    if (gold["heads"] >= 0).any():
        arcs, dep, head = model.score_trees(words)
        nowhere = (batch["first"] == 0)[:, None].clone()
        nowhere[..., 0] = False
        arcs = arcs.float().masked_fill(nowhere, -1e4)
        losses["arcs"] = F.cross_entropy(arcs.flatten(0, 1), gold["heads"].flatten(), ignore_index=IGNORE)
        chosen = head.gather(1, gold["heads"].clamp(min=0)[..., None].expand(-1, -1, head.shape[-1]))
        scores = model.score_relations(dep, chosen).float()
        losses["relations"] = F.cross_entropy(scores.flatten(0, 1), gold["relations"].flatten())
    return losses


@torch.no_grad()
def measure(model: SyntaxModel, examples: list[Example], encoder: SubwordEncoder, labels: Labels) -> str:
    """Greedy UAS, LAS and tag accuracies and name F1, in one line."""
    model.eval()
    device = next(model.parameters()).device
    right: dict[str, float] = dict.fromkeys(("uas", "las", "upos", "xpos", "tp", "found", "gold"), 0)
    total = 0
    encoded = encoder.encode([e.words for e in examples])
    for group in group_by_size([e.size for e in encoded], limit=3000):
        batch = {
            k: torch.from_numpy(v).to(device) for k, v in build_batch([encoded[i] for i in group]).items()
        }
        gold = {k: v.to(device) for k, v in make_targets([examples[i] for i in group], labels).items()}
        words, flat = model.read(batch)
        arcs, dep, head = model.score_trees(words)
        nowhere = (batch["first"] == 0)[:, None].clone()
        nowhere[..., 0] = False
        heads = arcs.masked_fill(nowhere, -1e4).argmax(-1)
        chosen = head.gather(1, heads[..., None].expand(-1, -1, head.shape[-1]))
        relations = model.score_relations(dep, chosen).argmax(-1)
        known = gold["heads"] >= 0
        total += int(known.sum())
        right["uas"] += int(((heads == gold["heads"]) & known).sum())
        right["las"] += int(((heads == gold["heads"]) & (relations == gold["relations"]) & known).sum())
        for k in ("upos", "xpos"):
            right[k] += int((flat[k].argmax(-1) == gold[k]).sum())
        names = flat["names"][..., : len(NAME_LABELS)].argmax(-1).tolist()
        for row, i in enumerate(group):
            if examples[i].names and examples[i].source == "uner":
                ours = list_spans([NAME_LABELS[n] for n in names[row][: len(examples[i].words)]])
                theirs = list_spans(examples[i].names)
                right["tp"] += len(ours & theirs)
                right["found"] += len(ours)
                right["gold"] += len(theirs)
    model.train()
    line = " ".join(f"{k} {100 * right[k] / total:.2f}" for k in ("uas", "las", "upos", "xpos"))
    return f"{line} names {200 * right['tp'] / max(1, right['found'] + right['gold']):.2f}"


def list_spans(labels: list[str]) -> set[tuple[int, int, str]]:
    """The names that count (PER, ORG, LOC) in BIO labels; a stray I begins a name."""
    spans, start = set(), 0
    for i, label in enumerate([*labels, "O"]):
        before = labels[i - 1] if i else "O"
        if before != "O" and (label[0] != "I" or label[1:] != before[1:]):
            spans.add((start, i, before[2:]))
        if label != "O" and (label[0] == "B" or before[1:] != label[1:]):
            start = i
    return {s for s in spans if s[2] != "OTH"}


def make_optimizer(model: SyntaxModel, *, lr: float, head_lr: float) -> torch.optim.Optimizer:
    """AdamW with the slower rate for the encoder; word vectors are frozen."""
    model.encoder.words.weight.requires_grad_(False)
    inside = [p for n, p in model.encoder.named_parameters() if p.requires_grad and "shapes" not in n]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    heads.append(model.encoder.shapes.weight)
    groups = [{"params": inside, "lr": lr}, {"params": heads, "lr": head_lr}]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)


def average_weights(shadow: SyntaxModel, model: SyntaxModel, decay: float) -> None:
    """Moves the running mean of the weights a step towards the present ones."""
    with torch.no_grad():
        for mean, now in zip(shadow.parameters(), model.parameters(), strict=True):
            if now.requires_grad:
                mean.lerp_(now, 1 - decay)


def save_state(state: dict[str, Any], path: Path) -> None:
    """Writes a checkpoint in one step, so that a reader never sees half a file."""
    fresh = path.with_suffix(".new")
    torch.save(state, fresh)
    fresh.replace(path)


class Run:
    """The state of a training run: weights, their running mean, the optimizer and the step."""

    def __init__(self, options: argparse.Namespace, labels: Labels) -> None:
        self.options, self.labels, self.step = options, labels, 0
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = SyntaxModel({k: len(v) for k, v in labels.items()}, dropout=options.dropout)
        self.model.encoder.load_pretrained(options.encoder / "model.safetensors")
        self.model.to(self.device).train()
        self.shadow = copy.deepcopy(self.model)
        self.optimizer = make_optimizer(self.model, lr=options.lr, head_lr=options.head_lr)
        if options.resume:
            saved = torch.load(options.resume, map_location=self.device, weights_only=True)
            self.step = saved["step"]
            self.model.load_state_dict(saved["model"])
            self.shadow.load_state_dict(saved["weights"])
            self.optimizer.load_state_dict(saved["optimizer"])

    def set_rate(self) -> None:
        """The learning rates of this step: a short rise, a plateau, a straight fall to zero."""
        steps, decay = self.options.steps, self.options.decay_from
        share = min((self.step + 1) / self.options.warmup, 1, (steps - self.step) / (steps - decay))
        for group, rate in zip(
            self.optimizer.param_groups, (self.options.lr, self.options.head_lr), strict=True
        ):
            group["lr"] = rate * share

    def train_batch(self, rows: list[Example], encoded: list[Encoded]) -> dict[str, float]:
        """One step of the optimizer on one batch; gives the losses."""
        self.set_rate()
        batch = {k: torch.from_numpy(v) for k, v in build_batch(encoded).items()}
        hide_pieces(batch, self.options.hide)
        batch = {k: v.to(self.device) for k, v in batch.items()}
        gold = {k: v.to(self.device) for k, v in make_targets(rows, self.labels).items()}
        with torch.autocast(self.device, torch.bfloat16, enabled=self.options.bf16):
            losses = compute_loss(self.model, batch, gold)
        self.optimizer.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        if self.step % 4 == 0:
            average_weights(self.shadow, self.model, min(0.99, self.step / (self.step + 40)))
        return {k: float(v.detach()) for k, v in losses.items()}

    def save(self) -> None:
        """Writes `model.pt` (to export) and `state.pt` (to go on from)."""
        common = {"weights": self.shadow.state_dict(), "labels": self.labels, "step": self.step}
        save_state(common, self.options.out / "model.pt")
        more = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
        save_state(common | more, self.options.out / "state.pt")


def train_model(options: argparse.Namespace) -> None:
    """The training run: every number it needs is in `options`."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    examples, development = read_training(options.data), read_development(options.data)
    labels = collect_labels(examples)
    encoder = SubwordEncoder(TOKENIZER, remember=10**7)
    run = Run(options, labels)
    options.out.mkdir(parents=True, exist_ok=True)
    chance = random.Random(options.seed + run.step)
    epochs = (make_batches(examples, encoder, chance, limit=options.batch) for _ in itertools.count())
    batches = itertools.chain.from_iterable(epochs)
    began, sums = time.time(), dict.fromkeys(("upos", "xpos", "names", "arcs", "relations"), 0.0)
    while run.step < options.steps:
        for name, loss in run.train_batch(*next(batches)).items():
            sums[name] += loss
        if run.step % 50 == 0:
            line = " ".join(f"{name} {total / 50:.3f}" for name, total in sums.items())
            print(f"{run.step} {line} {time.time() - began:.0f} s", flush=True)
            sums = dict.fromkeys(sums, 0.0)
        last = run.step == options.steps
        if run.step % options.check == 0 or last:
            run.save()
            for name, part in development.items():
                sample = part if last else part[: options.dev]
                print(f"   {run.step} {name} {measure(run.shadow, sample, encoder, labels)}", flush=True)


def parse_options() -> argparse.Namespace:
    """The options of the run with the defaults of the shipped model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, default=Path("out/encoder"))
    parser.add_argument("--out", type=Path, default=Path("out/syntax"))
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--decay-from", type=int, default=2700, help="step from which the rates fall")
    parser.add_argument("--resume", type=Path, help="a state.pt to go on from")
    parser.add_argument("--warmup", type=int, default=60)
    parser.add_argument("--batch", type=int, default=1000, help="padded pieces in a batch")
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--hide", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--check", type=int, default=300)
    parser.add_argument("--dev", type=int, default=400)
    parser.add_argument("--bf16", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    train_model(parse_options())
