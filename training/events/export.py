"""Writes a trained checkpoint as the files that ship: `python -m training.events.export out/events/model.pt`."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from training.events.examples import MODALITIES, MODE_NAMES, TYPES
from training.events.model import EventHeads, EventModel
from training.syntax.export import MODELS, SmallEmbedding, make_example
from training.syntax.model import WIDTH

INPUTS, OUTPUTS = ["ids", "shapes", "first", "last"], ["events", "vectors"]
HEAD_INPUTS, HEAD_OUTPUTS = (
    ["vectors", "triggers", "sources", "targets"],
    ["modes", "modalities", "roles", "pairs"],
)


class ShippedReader(nn.Module):
    """What is read of every sentence: trigger probabilities of its words, and their vectors."""

    def __init__(self, model: EventModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        vectors = self.model.encoder.read_sentence(ids, shapes, first, last)
        return self.model.heads.read_tags(vectors)[:, 1:].softmax(-1), vectors


class ShippedHeads(nn.Module):
    """What is asked of a sentence once triggers and parties are known; spans are weights over its words."""

    def __init__(self, heads: EventHeads) -> None:
        super().__init__()
        self.heads = heads

    def forward(
        self, vectors: Tensor, triggers: Tensor, sources: Tensor, targets: Tensor
    ) -> tuple[Tensor, ...]:
        mode, modality, roles = self.heads.read_triggers(vectors.expand(triggers.shape[0], -1, -1), triggers)
        words = vectors.expand(sources.shape[0], -1, -1)
        pairs = self.heads.read_pairs(words, sources, targets, torch.zeros_like(sources))
        return mode.softmax(-1), modality.softmax(-1), roles.sigmoid(), pairs.softmax(-1)


def export_reader(model: EventModel, path: Path) -> None:
    """Writes the float graph of the reader of one sentence with free piece and word counts."""
    axes = {name: {1: "pieces"} for name in INPUTS[:2]}
    axes |= {name: {1: "words"} for name in [*INPUTS[2:], "vectors"]}
    axes |= {"events": {1: "inner"}}
    torch.onnx.export(
        ShippedReader(model).eval(), make_example(), str(path), input_names=INPUTS, output_names=OUTPUTS,
        dynamic_axes=axes, opset_version=17, dynamo=False, custom_opsets={"com.microsoft": 1},
    )  # fmt: skip
    onnx.checker.check_model(str(path))


def export_heads(heads: EventHeads, path: Path) -> None:
    """Writes the graph that is run on the vectors of one sentence, with free word, trigger and pair counts."""
    spans = {0: "spans", 1: "words"}
    torch.onnx.export(
        ShippedHeads(heads).eval(),
        (torch.rand(1, 7, WIDTH), torch.rand(2, 7), torch.rand(3, 7), torch.rand(3, 7)),
        str(path), input_names=HEAD_INPUTS, output_names=HEAD_OUTPUTS, opset_version=17, dynamo=False,
        dynamic_axes={
            "vectors": {1: "words"}, "triggers": spans, "sources": {0: "pairs", 1: "words"},
            "targets": {0: "pairs", 1: "words"}, "modes": {0: "spans"}, "modalities": {0: "spans"},
            "roles": spans, "pairs": {0: "pairs"},
        },
    )  # fmt: skip
    onnx.checker.check_model(str(path))


def export_model(checkpoint: Path, target: Path, *, work: Path) -> None:
    """Writes `events.onnx` (eight bits), `events-heads.onnx` and `events.json` into `target`."""
    model = EventModel()
    model.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["weights"])
    model.eval()
    export_heads(model.heads, target / "events-heads.onnx")
    model.encoder.words = SmallEmbedding(model.encoder.words)
    export_reader(model, work / "events-small.onnx")
    # weights of seven bits cannot overflow the 16-bit sums of processors without VNNI: all give the same scores
    quantize_dynamic(
        work / "events-small.onnx", target / "events.onnx", op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
    )  # fmt: skip
    path = target / "events.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    meta = {
        "types": list(TYPES),
        "modes": list(MODE_NAMES),
        "modalities": list(MODALITIES),
        # fitted afterwards (calibrate.py); those of the last fit stand until then
        "weights": known.get("weights", [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]),
        "sha256": hashlib.sha256((target / "events.onnx").read_bytes()).hexdigest(),
    }
    path.write_text(json.dumps(meta, indent=1) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--target", type=Path, default=MODELS)
    parser.add_argument("--work", type=Path, default=Path("out/events"))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    export_model(options.checkpoint, options.target, work=options.work)
