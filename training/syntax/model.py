"""The network: MiniLM read once, then heads for parts of speech, names and a biaffine tree."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F
from training.syntax.attention import ShippedAttention, attend

from detente.language.subwords import SHAPES

WIDTH, ATTENTIONS, LAYERS = 384, 12, 6
ARC, LABEL = 256, 96


class SharedDropout(nn.Module):
    """Dropout with one mask for all words of a sentence: cheaper, and it forbids copying from neighbours."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.rate:
            return x
        keep = torch.empty((x.shape[0], 1, x.shape[2]), device=x.device).bernoulli_(1 - self.rate)
        return x * (keep / (1 - self.rate)).to(x.dtype)


class Layer(nn.Module):
    """One BERT layer (post-norm)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = SharedDropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """The next vectors of pieces; without a mask there is no padding."""
        parts = self.qkv(x).split(WIDTH, -1)
        if mask is None:
            mixed = ShippedAttention.apply(*parts, ATTENTIONS)
        else:
            mixed = attend(*parts, heads=ATTENTIONS, mask=mask)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM-L6-H384; its two token types become the shapes of words."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = SharedDropout(dropout)

    def forward(self, ids: Tensor, shapes: Tensor) -> Tensor:
        x, mask = self.embed(ids, shapes)
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def embed(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        """What the first layer reads, and the mask that keeps all layers from the padding."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.positions(places) + self.shapes(shapes)))
        return x, ((ids == 0).to(x.dtype) * -1e4)[:, None, None, :]

    def read_sentence(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Word vectors (1, words + 1, 384) of one sentence: what ships, in operations that onnxruntime does fast."""
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]] + self.shapes(shapes))
        for layer in self.layers:
            x = layer(x, None)
        return ((x[0][first[0]] + x[0][last[0]]) / 2)[None]

    def load_pretrained(self, path: Path) -> None:
        """Takes the weights of a BERT safetensors file; every shape starts as token type 0."""
        old = load_file(str(path))
        new = {
            "words.weight": old["embeddings.word_embeddings.weight"],
            "positions.weight": old["embeddings.position_embeddings.weight"],
            "shapes.weight": old["embeddings.token_type_embeddings.weight"][:1].repeat(len(SHAPES), 1),
            "norm.weight": old["embeddings.LayerNorm.weight"],
            "norm.bias": old["embeddings.LayerNorm.bias"],
        }
        names = {
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(LAYERS):
            at = f"encoder.layer.{i}."
            for end in ("weight", "bias"):
                parts = [old[f"{at}attention.self.{p}.{end}"] for p in ("query", "key", "value")]
                new[f"layers.{i}.qkv.{end}"] = torch.cat(parts)
                for ours, theirs in names.items():
                    new[f"layers.{i}.{ours}.{end}"] = old[f"{at}{theirs}.{end}"]
        self.load_state_dict(new)


def pool_words(pieces: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Word vectors (batch, words + 1, 384) from those of pieces: the mean of each word's first and last."""
    width = pieces.shape[-1]
    ends = (at[..., None].expand(-1, -1, width) for at in (first, last))
    return sum(pieces.gather(1, at) for at in ends) / 2


class SyntaxModel(nn.Module):
    """Encoder and heads; `sizes` counts upos, xpos, relations, name labels and name sources."""

    def __init__(self, sizes: dict[str, int], *, dropout: float = 0.1, head_dropout: float = 0.25) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.upos = nn.Linear(WIDTH, sizes["upos"])
        self.xpos = nn.Linear(WIDTH, sizes["xpos"])
        self.names = nn.Linear(WIDTH, sizes["names"] * sizes["sources"])
        self.project = nn.Linear(WIDTH, 2 * (ARC + LABEL))
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.relation = nn.Parameter(torch.randn(LABEL + 1, sizes["relations"], LABEL + 1) * 0.01)
        self.name_labels = sizes["names"]
        self.drop = SharedDropout(head_dropout)

    def read(self, batch: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Vectors of the words with the root first, and the scores of the flat heads."""
        return self.read_words(
            pool_words(self.encoder(batch["ids"], batch["shapes"]), batch["first"], batch["last"])
        )

    def read_words(self, words: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """The word vectors as the heads take them, and the scores of the flat heads."""
        words = self.drop(words)
        inner = words[:, 1:]
        return words, {"upos": self.upos(inner), "xpos": self.xpos(inner), "names": self.names(inner)}

    def score_trees(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Arc scores (batch, dependent, head) with head 0 the root, and the two label vectors of each word."""
        parts = self.drop(F.leaky_relu(self.project(words), 0.1))
        dep, head, dep_label, head_label = parts.split([ARC, ARC, LABEL, LABEL], -1)
        one = torch.ones_like(dep[..., :1])
        arcs = torch.cat([dep, one], -1)[:, 1:] @ self.arc @ head.transpose(1, 2)
        return arcs, torch.cat([dep_label, one], -1)[:, 1:], torch.cat([head_label, one], -1)

    def score_relations(self, dep: Tensor, head: Tensor) -> Tensor:
        """Relation scores (batch, word, relation) of each word to one head of its own."""
        rows, count, size = dep.shape
        mixed = (dep.reshape(-1, size) @ self.relation.flatten(1)).view(rows, count, -1, size)
        return (mixed * head[:, :, None]).sum(-1)
