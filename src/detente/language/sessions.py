"""Opens the graphs of the shipped models."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_session(path: Path) -> Any:
    """An onnxruntime session on one thread."""
    # onnxruntime takes a quarter of a second to import, which a command that reads nothing is spared
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # the sum and norm in one operation take four times as long as one after the other
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
