#!/usr/bin/env python3
"""Makes the archives in tests/Mce.Plugins.Torch.Tests/Models: what only the Torch plugin's tests need.

    python3 eng/torch/testmodels.py

Needs PyTorch 2.14; eng/models/README.md says how to get one. Expected outputs are those of PyTorch's eager mode.
"""

import pathlib
import sys

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "tests" / "Mce.Plugins.Torch.Tests" / "Models"
sys.path.insert(0, str(ROOT / "eng" / "models"))

import casefile  # noqa: E402

BATCH = torch.export.Dim("batch", min=1, max=4096)


class Numbers(torch.nn.Module):
    """Operators that take plain numbers, on floats."""

    def forward(self, x):
        f = torch.nn.functional
        y = f.leaky_relu(x, 0.1) + f.elu(x, 1.3) - f.softplus(x, beta=2.0, threshold=3.0)
        y = y.clamp(-2.5, 2.5) + f.hardtanh(x, -0.5, 0.75) + f.threshold(x, 0.2, -1.0)
        y = torch.add(y, x, alpha=0.5) * 1.5 - 2 + (3 - x) / 4
        y = y + x.pow(2) + (x.abs() + 1).pow(0.5) + torch.pow(2, x)
        y = torch.where(x > 0.5, y, 0.25) + torch.where(x < -0.5, 1.0, y)
        y = y.masked_fill(x > 1.5, -7.0) + torch.full((4,), 0.125) + torch.full_like(x, 2)
        y = y + x.var(1, keepdim=True) + x.std(1, keepdim=True, correction=0)
        y = f.pad(y, (1, 2), value=9.0)[:, :4] + y
        y = torch.addmm(y, y, torch.eye(4) * 0.1, beta=0.5, alpha=2.0)
        return y + torch.arange(4) + torch.arange(0.0, 2.0, 0.5) + y.clamp_min(-1).clamp_max(1)


class Integers(torch.nn.Module):
    """The same on integers, over all 64 bits; floats and booleans come in by promotion."""

    def forward(self, x):
        big = x + 4611686018427387904 - 7 + torch.add(x, x, alpha=3)
        rest = (big % 11) * 2 + (x // 3) + (x**2) + (5 - x) + (x & 6) + (x > 2)
        return big, rest, x * 0.5, (x + 1).to(torch.int32) + x.to(torch.int32), x / 2


class WritesToInput(torch.nn.Module):
    def forward(self, x):
        x.add_(1.0)
        x.view(-1).mul_(2.0)
        return x.relu_() + 1


class ViewsOut(torch.nn.Module):
    """Outputs that are the input, a view of it, a weight, and twice the same."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.arange(6.0).reshape(2, 3))

    def forward(self, x):
        y = x * 2
        return {"same": x.view(-1, 4), "turned": x.t(), "weight": self.weight, "twice": y, "again": y}


class Large(torch.nn.Module):
    """A result of 64 KiB a row, handed over without a copy; and the input itself, large."""

    def forward(self, x):
        return x + 1, x.view(-1, 128, 128)


class Slow(torch.nn.Module):
    """Multiplies by the averaging matrix, which changes nothing and takes its time."""

    SIZE = 640

    def forward(self, x):
        average = torch.full((self.SIZE, self.SIZE), 1.0 / self.SIZE)
        y = x.expand(self.SIZE, self.SIZE)
        for _ in range(100):
            y = torch.mm(y, average)
        return y[:1, :4]


class Gather(torch.nn.Module):
    def forward(self, x, index):
        return torch.gather(x, 1, index)


class Sum(torch.nn.Module):
    """Two inputs that must have one length, which the signature can't tell."""

    def forward(self, a, b):
        return torch.cat([a, b], 1)


class Counts(torch.nn.Module):
    """Changes a buffer at every call."""

    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros(1))

    def forward(self, x):
        self.count.add_(1)
        return x + self.count


class Complex(torch.nn.Module):
    def forward(self, x):
        return torch.view_as_complex(x)


class Unsupported(torch.nn.Module):
    """Two operators that need a plain number and have no handler."""

    def forward(self, x):
        return torch.renorm(x, 2, 0, 1.0) + torch.nn.functional.celu(x, 1.2)


def tensors(count, *shape):
    return [torch.randn(n, *shape) for n in count]


def save(name, model, example, cases=(), dynamic=True, decompose=False, output_names=None):
    model = model.eval()
    shapes = tuple({0: BATCH} for _ in example) if dynamic is True else dynamic or None
    program = torch.export.export(model, tuple(t.clone() for t in example), dynamic_shapes=shapes)
    if decompose:
        program = program.run_decompositions({} if decompose == "functional" else None)
    torch.export.save(program, TARGET / f"{name}.pt2")
    written = []
    for inputs in cases:
        given = {f"i{i}": t.numpy().copy() for i, t in enumerate(inputs)}
        with torch.no_grad():
            result = model(*(t.clone() for t in inputs))
        flat = list(result.values()) if isinstance(result, dict) else result if isinstance(result, tuple) else [result]
        names = list(result) if isinstance(result, dict) else output_names or [f"o{i}" for i in range(len(flat))]
        written.append((given, {n: t.detach().contiguous().numpy().copy() for n, t in zip(names, flat)}))
    if written:
        casefile.write(TARGET / f"{name}.cases.json", written)
    print(name)


class Lstm(torch.nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.layer = kind(3, 4, num_layers=2, batch_first=True, bidirectional=True)

    def forward(self, x):
        return self.layer(x)[0]


class Cnn(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Conv2d(1, 3, 3, padding=1), torch.nn.BatchNorm2d(3), torch.nn.ReLU6(inplace=True),
            torch.nn.AvgPool2d(2), torch.nn.GroupNorm(3, 3), torch.nn.SiLU(), torch.nn.Flatten(), torch.nn.Linear(12, 2))

    def forward(self, x):
        return self.layers(x)


def main():
    torch.manual_seed(7)
    torch.set_num_threads(1)
    TARGET.mkdir(parents=True, exist_ok=True)
    save("numbers", Numbers(), tensors([2], 4), [tensors([n], 4) for n in (1, 2, 7)])
    save("integers", Integers(), [torch.randint(0, 9, (2, 3))], [[torch.randint(0, 9, (n, 3))] for n in (1, 5)])
    save("writes_to_input", WritesToInput(), tensors([2], 4), [tensors([n], 4) for n in (1, 3)])
    save("views_out", ViewsOut(), tensors([2], 4), [tensors([n], 4) for n in (1, 3)])
    save("large", Large(), tensors([2], 128 * 128))
    save("slow", Slow(), [torch.ones(1, 1)], dynamic=False)
    save("gather", Gather(), [torch.randn(2, 4), torch.zeros(2, 4, dtype=torch.int64)])
    save("unequal", Sum(), tensors([2, 2], 4), [tensors([n, n], 4) for n in (1, 3)])
    save("counts", Counts(), tensors([2], 4))
    save("complex", Complex(), tensors([2], 4, 2))
    save("unsupported", Unsupported(), tensors([2], 4))
    for flavour in ("functional", "core"):
        save(f"cnn_{flavour}", Cnn(), tensors([2], 1, 4, 4), [tensors([n], 1, 4, 4) for n in (1, 3)], decompose=flavour)
        save(f"lstm_{flavour}", Lstm(torch.nn.LSTM), tensors([2], 3, 3), [tensors([n], 3, 3) for n in (1, 3)], decompose=flavour)
        save(f"gru_{flavour}", Lstm(torch.nn.GRU), tensors([2], 3, 3), [tensors([n], 3, 3) for n in (1, 3)], decompose=flavour)
        layer = torch.nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, norm_first=True, activation="gelu")
        save(f"transformer_{flavour}", layer, tensors([2], 3, 8), [tensors([n], 3, 8) for n in (1, 3)], decompose=flavour)
        save(f"numbers_{flavour}", Numbers(), tensors([2], 4), [tensors([n], 4) for n in (1, 7)], decompose=flavour)
        save(f"integers_{flavour}", Integers(), [torch.randint(0, 9, (2, 3))], [[torch.randint(0, 9, (n, 3))] for n in (1, 5)], decompose=flavour)


if __name__ == "__main__":
    main()
