#!/usr/bin/env python3
"""Makes more archives in tests/Mce.Plugins.Torch.Tests/Models: norms, evenly spaced numbers, and results within results.

    python3 eng/torch/normmodels.py

A program of its own, so that testmodels.py goes on making the same bytes: archives hold the numbers of its lines.
"""

import math

import torch

from testmodels import save, tensors


class Normalize(torch.nn.Module):
    """What embeddings end with."""

    def forward(self, x):
        return torch.nn.functional.normalize(x)


class Norms(torch.nn.Module):
    """Norms of every kind of order, and what is made of them."""

    def forward(self, x):
        f, norm = torch.nn.functional, torch.linalg.vector_norm
        y = f.normalize(x) + f.normalize(x, p=1, dim=0) * f.normalize(x, p=3.0) - f.normalize(x * 0)
        y = y + x.norm(dim=1, keepdim=True) * torch.norm(x) + x.norm(p=math.inf, dim=-1, keepdim=True)
        y = y + norm(x, -math.inf, dim=[1], keepdim=True) + norm(x, 0, dim=1, keepdim=True) + norm(x.round(), 0)
        y = y + norm(x, 2.5) + norm(x, -1, dim=(0, 1), keepdim=True) + norm(x, math.inf) + norm(x, 1)
        y = y + torch.dist(x, x * 0.5) + torch.dist(x, x[:, :1], 3) + f.cosine_similarity(x, x + 1).unsqueeze(1)
        wide = norm(x, 2, dim=1, dtype=torch.float64), norm(x, 3, dtype=torch.float64)
        # Half precision: sums of squares and cubes would overflow in 16 bits.
        half = (x * 100).half()
        return y, *wide, norm(half, dim=1).float(), norm(half, 3, dim=1).float(), norm(half, 1).float()


class Linspace(torch.nn.Module):
    """Every way to say where it starts and ends."""

    def forward(self, x):
        whole = torch.linspace(-0.5, 9.7, 7, dtype=torch.int64)
        some = torch.linspace(0, 1, 7) * torch.linspace(2.5, -3, 7) + torch.linspace(x.min(), 4, 7) + torch.linspace(1, x.max(), 7)
        return x * some[:4], some, whole, torch.linspace(3, 5, 1), torch.linspace(0, 1, 4, dtype=torch.float64)


class Nested(torch.nn.Module):
    """Results within results: named by the path to them."""

    def forward(self, x):
        return {"logits": x, "extra": {"hidden": x + 1, "norms": [x * 2, (x * 3, {7: x * 4})]}}


class NestedInTuple(torch.nn.Module):
    def forward(self, x):
        return x, [x + 1, {"hidden": x * 2}]


class OnlyOne(torch.nn.Module):
    def forward(self, x):
        return (x + 1,)


class SameNames(torch.nn.Module):
    """Two results whose paths read the same."""

    def forward(self, x):
        return {"a": {"b": x + 1}, "a.b": x}


def main():
    torch.manual_seed(11)
    torch.set_num_threads(1)
    save("normalize", Normalize(), tensors([2], 4), [tensors([n], 4) for n in (1, 2, 7)])
    save("norms", Norms(), tensors([2], 4), [tensors([n], 4) for n in (1, 3, 5)])
    save("norms_core", Norms(), tensors([2], 4), [tensors([n], 4) for n in (1, 3)], decompose="core")
    # Not decomposed: PyTorch's own decomposition answers otherwise than its eager mode where integers are asked for.
    save("linspace", Linspace(), tensors([2], 4), [tensors([n], 4) for n in (1, 5)])
    save("nested", Nested(), tensors([2], 2), dynamic=False)
    save("nested_in_tuple", NestedInTuple(), tensors([2], 2), dynamic=False)
    save("only_one", OnlyOne(), tensors([2], 2), dynamic=False)
    save("same_names", SameNames(), tensors([2], 2), dynamic=False)


if __name__ == "__main__":
    main()
