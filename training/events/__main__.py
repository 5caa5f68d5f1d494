"""Makes the shipped event model from nothing: `PYTHONPATH=src python -m training.events --data ../shared/data`.

Trains (see train.py) and writes `events.onnx`, `events-heads.onnx` and `events.json` beside the parser. Afterwards
`python -m training.events.calibrate`, with what `pip install -e .` brings, fits the scores.
"""

from __future__ import annotations

from training.events.export import export_model
from training.events.train import parse_options, train_model
from training.syntax.export import MODELS
from training.syntax.prepare import fetch_encoder

if __name__ == "__main__":
    options = parse_options()
    fetch_encoder(options.encoder)
    train_model(options)
    export_model(options.out / "model.pt", MODELS, work=options.out)
