"""The PyTorch models of tests/TestModels/torch."""

import io
import json
import zipfile

import ml_dtypes
import torch
from torch import nn

import casefile

BATCHES = (1, 2, 7, 32)


# --- modules ----------------------------------------------------------------------------------------------------------
# The arguments of `forward` name the exported model's inputs.


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 16)
        self.last = nn.Linear(16, 4)

    def forward(self, x):
        return torch.softmax(self.last(torch.relu(self.hidden(x))), 1)


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(3, 8, 3, padding=1)
        self.norm = nn.BatchNorm2d(8)
        self.last = nn.Linear(8 * 2 * 2, 5)
        nn.init.normal_(self.norm.running_mean, std=0.1)
        nn.init.uniform_(self.norm.running_var, 0.5, 2)

    def forward(self, x):
        x = torch.relu(self.norm(self.convolution(x)))
        x = nn.functional.adaptive_avg_pool2d(nn.functional.max_pool2d(x, 2), 2)
        return self.last(torch.flatten(x, 1))


class Recurrent(nn.Module):
    def __init__(self, cell):
        super().__init__()
        self.cell = cell(6, 12, batch_first=True)
        self.last = nn.Linear(12, 3)

    def forward(self, x):
        steps, _ = self.cell(x)
        return self.last(steps[:, -1])


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(16, nhead=2, dim_feedforward=32, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=2, enable_nested_tensor=False)

    def forward(self, x):
        return self.encoder(x)


class TwoInputsTwoOutputs(nn.Module):
    """Token ids (0..9) and numbers in; numbers and the index of the largest one out."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.linear = nn.Linear(4, 8)

    def forward(self, tokens, x):
        mixed = self.embedding(tokens).mean(1) + self.linear(x)
        return mixed, mixed.argmax(1)


class AddOne(nn.Module):
    def forward(self, x):
        return x + 1


class ScalarAffine(nn.Module):
    def forward(self, x):
        return x * 2 + 1


class Clone(nn.Module):
    def forward(self, x):
        return x.clone()


class LogicalNot(nn.Module):
    def forward(self, x):
        return torch.logical_not(x)


@torch.library.custom_op("mce_test::negate", mutates_args=())
def negate(x: torch.Tensor) -> torch.Tensor:
    return -x


@negate.register_fake
def _(x):
    return torch.empty_like(x)


class UsesCustomOp(nn.Module):
    def forward(self, x):
        return negate(x)


# --- export -----------------------------------------------------------------------------------------------------------


def export(path, module, example, dynamic=True):
    """`example` maps input names to tensors; with `dynamic`, their first dimension is the batch."""
    batch = torch.export.Dim("batch", min=1, max=4096)
    shapes = {name: {0: batch} if dynamic else None for name in example}
    program = torch.export.export(module.eval(), tuple(example.values()), dynamic_shapes=shapes)
    for node in program.graph.nodes:
        node.meta.pop("stack_trace", None)  # source lines and the paths of the machine that exported
    torch.export.save(program, path)
    return program


def as_array(tensor):
    tensor = tensor.detach()
    if tensor.dtype == torch.bfloat16:
        return tensor.view(torch.int16).numpy().view(ml_dtypes.bfloat16)
    return tensor.numpy()


def make(folder, name, module, inputs, dynamic=True):
    """`inputs` is a list of cases, each a map from input name to tensor; the second one is the exporter's example."""
    path = folder / f"{name}.pt2"
    program = export(path, module, inputs[min(1, len(inputs) - 1)], dynamic)
    names = program.graph_signature.user_outputs
    loaded = torch.export.load(path).module()

    cases = []
    for case in inputs:
        with torch.no_grad():
            expected, from_file = (as_tuple(run(*case.values())) for run in (module, loaded))
        assert all(map(same, expected, from_file)), name
        arrays = {key: as_array(value) for key, value in case.items()}
        cases.append((arrays, {key: as_array(value) for key, value in zip(names, expected)}))
    casefile.write(folder / f"{name}.cases.json", cases)


def same(a, b):
    return torch.allclose(a, b, rtol=1e-5, atol=1e-6, equal_nan=True)


def as_tuple(result):
    return result if isinstance(result, tuple) else (result,)


def random_batches(*shape):
    return [{"x": torch.randn(n, *shape)} for n in BATCHES]


# --- the models -------------------------------------------------------------------------------------------------------


def make_all(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(1)

    make(folder, "mlp", Mlp(), random_batches(8))
    make(folder, "cnn", Cnn(), random_batches(3, 8, 8))
    make(folder, "lstm", Recurrent(nn.LSTM), random_batches(5, 6))
    make(folder, "gru", Recurrent(nn.GRU), random_batches(5, 6))
    make(folder, "transformer", Transformer(), random_batches(3, 16))
    tokens_and_numbers = [{"tokens": torch.randint(10, (n, 5)), "x": torch.randn(n, 4)} for n in BATCHES]
    make(folder, "twoio", TwoInputsTwoOutputs(), tokens_and_numbers)
    make(folder, "identity_add", AddOne(), random_batches(4))
    make(folder, "scalar", ScalarAffine(), [{"x": torch.tensor(v)} for v in (0.5, -3.0, 1e30)], dynamic=False)

    make_identities(folder)
    make_refused(folder)


def make_identities(folder):
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        limits = torch.finfo(dtype)
        rows = [[0.1, -2.5, limits.max], [limits.smallest_normal, float("inf"), float("nan")]]
        make_identity(folder, dtype, Clone(), rows)
    for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8):
        limits = torch.iinfo(dtype)
        make_identity(folder, dtype, Clone(), [[0, 1, limits.max], [7, 100, limits.min]])
    make_identity(folder, torch.bool, LogicalNot(), [[False, True, False], [True, True, False]])


def make_identity(folder, dtype, module, rows):
    name = "not_bool" if dtype == torch.bool else f"identity_{str(dtype).removeprefix('torch.')}"
    values = torch.tensor(rows, dtype=dtype)
    make(folder, name, module, [{"x": values[:1].clone()}, {"x": values}])


def make_refused(folder):
    """Files that are not a model which Mce can run; the tests ask for a helpful refusal."""
    export(folder / "unsupported_op.pt2", UsesCustomOp(), {"x": torch.randn(2, 4)})
    make_torchscript(folder)
    make_old_layout(folder / "old26.pt2")


def make_torchscript(folder):
    """TorchScript, without the debug records, which hold the paths of the machine that traced it."""
    module = Mlp().eval()
    saved = io.BytesIO()
    torch.jit.save(torch.jit.trace(module, torch.randn(2, 8)), saved)
    path = folder / "torchscript.pt"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                # The archive's root folder is the file's stem.
                name = "torchscript/" + entry.filename.partition("/")[2]
                new.writestr(zipfile.ZipInfo(name), old.read(entry))

    loaded = torch.jit.load(path)
    cases = []
    for case in random_batches(8):
        with torch.no_grad():
            expected = module(case["x"])
            assert same(expected, loaded(case["x"]))
        cases.append(({"x": case["x"].numpy()}, {"output": expected.numpy()}))
    casefile.write(folder / "torchscript.cases.json", cases)


def make_old_layout(path):
    """The layout of torch.export.save up to PyTorch 2.6, imitated: the names are right, the contents are stand-ins."""
    state = io.BytesIO()
    torch.save({"weight": torch.zeros(2)}, state)
    empty = io.BytesIO()
    torch.save({}, empty)
    program = {"graph_module": {}, "opset_version": {"aten": 10}, "schema_version": {"major": 8, "minor": 2}}
    entries = {
        "version": b"8.2",
        "serialized_exported_program.json": json.dumps(program).encode(),
        "serialized_state_dict.pt": state.getvalue(),
        "serialized_constants.pt": empty.getvalue(),
        "serialized_example_inputs.pt": empty.getvalue(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)
