"""Writes a trained checkpoint as the files that ship: `python -m training.syntax.export out/syntax/model.pt`."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from training.syntax.model import SyntaxModel

MODELS = Path("src/detente/language/models")
INPUTS = ["ids", "shapes", "first", "last"]
OUTPUTS = ["upos", "xpos", "names", "arcs", "labels", "heads"]


class SmallEmbedding(nn.Module):
    """An embedding in eight bits, with a scale for each row."""

    def __init__(self, full: nn.Embedding) -> None:
        super().__init__()
        scale = full.weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (full.weight / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].to(torch.float32) * self.scale[ids]


class ShippedModel(nn.Module):
    """The model as the runtime calls it: best labels where no search follows, scores where one does.

    `labels` (1, words, relations, size) times the row of a head in `heads` (1, words + 1, size) scores the relations
    of a word to that head: only the heads of the tree are asked for.
    """

    def __init__(self, model: SyntaxModel, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.model = model
        model.names.weight.data = model.names.weight.data[: len(labels["names"])]
        model.names.bias.data = model.names.bias.data[: len(labels["names"])]

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        words, flat = self.model.read_words(self.model.encoder.read_sentence(ids, shapes, first, last))
        arcs, dep, head = self.model.score_trees(words)
        mixed = dep @ self.model.relation.flatten(1)
        return (
            flat["upos"].argmax(-1).to(torch.uint8),
            flat["xpos"].argmax(-1).to(torch.uint8),
            flat["names"].log_softmax(-1),
            arcs,
            mixed.unflatten(2, self.model.relation.shape[1:]),
            head,
        )


def load_checkpoint(path: Path) -> tuple[SyntaxModel, dict[str, list[str]]]:
    """The model and its labels."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    labels = saved["labels"]
    model = SyntaxModel({k: len(v) for k, v in labels.items()})
    model.load_state_dict(saved["weights"])
    return model.eval(), labels


def export_graph(model: nn.Module, path: Path) -> None:
    """Writes the float graph of one sentence with free piece and word counts."""
    axes = {name: {1: "pieces"} for name in INPUTS[:2]}
    axes |= {name: {1: "words"} for name in [*INPUTS[2:], "heads"]}
    axes |= {name: {1: "dependents"} for name in [*OUTPUTS[:3], "labels"]}
    axes |= {"arcs": {1: "dependents", 2: "words"}}
    torch.onnx.export(
        model, make_example(), str(path), input_names=INPUTS, output_names=OUTPUTS,
        dynamic_axes=axes, opset_version=17, dynamo=False, custom_opsets={"com.microsoft": 1},
    )  # fmt: skip
    onnx.checker.check_model(str(path))


def make_example() -> tuple[Tensor, ...]:
    """A sentence of four words in seven pieces, as the graphs are traced with."""
    return (
        torch.randint(1, 1000, (1, 9)), torch.ones(1, 9, dtype=torch.long),
        torch.tensor([[0, 1, 2, 4, 5]]), torch.tensor([[0, 1, 3, 4, 7]]),
    )  # fmt: skip


def export_model(checkpoint: Path, target: Path, *, work: Path) -> None:
    """Writes `syntax.onnx` (eight bits) and `syntax.json` into `target`, and the float model into `work/float`."""
    model, labels = load_checkpoint(checkpoint)
    shipped = ShippedModel(model, labels).eval()
    whole = work / "float"
    whole.mkdir(parents=True, exist_ok=True)
    export_graph(shipped, whole / "syntax.onnx")
    describe_model(whole, labels)
    shutil.copy(target / "tokenizer.json", whole)
    model.encoder.words = SmallEmbedding(model.encoder.words)
    export_graph(shipped, work / "small_words.onnx")
    # weights of seven bits cannot overflow the 16-bit sums of processors without VNNI: all give the same scores
    quantize_dynamic(
        work / "small_words.onnx", target / "syntax.onnx", op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        nodes_to_exclude=list_kept_whole(work / "small_words.onnx"),
    )  # fmt: skip
    describe_model(target, labels)


def list_kept_whole(path: Path) -> list[str]:
    """The multiplications that eight bits hurt most: the heads, and what follows the activation in the lower layers.

    On EWT test they are worth 0.09 UAS and 0.13 LAS for 6 MB and no time.
    """
    names = [node.name for node in onnx.load(str(path)).graph.node if node.op_type in ("MatMul", "Gemm")]
    return [n for n in names if "layers." not in n or any(f"layers.{i}/down" in n for i in range(3))]


def describe_model(folder: Path, labels: dict[str, list[str]]) -> None:
    """Writes `syntax.json`: the labels in the order of the model's numbers, and its digest."""
    meta = {
        "labels": {k: labels[k] for k in ("upos", "xpos", "relations", "names")},
        "sha256": hashlib.sha256((folder / "syntax.onnx").read_bytes()).hexdigest(),
    }
    (folder / "syntax.json").write_text(json.dumps(meta, indent=1) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--target", type=Path, default=MODELS)
    parser.add_argument("--work", type=Path, default=Path("out/syntax"))
    options = parser.parse_args()
    export_model(options.checkpoint, options.target, work=options.work)
