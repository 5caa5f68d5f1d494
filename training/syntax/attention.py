"""Attention of all heads: by torch where it is trained, one operation of onnxruntime in what ships."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F


class ShippedAttention(torch.autograd.Function):
    """Attention over pieces of which none is padding; the exported graph names it, onnxruntime has it."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        return attend(query, key, value, heads=heads)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        mixed = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        return mixed.setType(query.type())


def attend(query: Tensor, key: Tensor, value: Tensor, *, heads: int, mask: Tensor | None = None) -> Tensor:
    """What each piece takes from the others (batch, pieces, width)."""
    rows, length, width = query.shape
    parts = (x.view(rows, length, heads, -1).transpose(1, 2) for x in (query, key, value))
    return F.scaled_dot_product_attention(*parts, attn_mask=mask).transpose(1, 2).reshape(rows, length, width)
