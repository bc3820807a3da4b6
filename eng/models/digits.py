"""Makes the digits sample: the two CSV files and every model of it that PyTorch trains.

    digits.py data            split the images into samples/data/digits-{train,heldout}.csv
    digits.py train           train and export the PyTorch and ONNX models into samples/models
    digits.py check [SCALED]  measure the committed files on the held-out images

SCALED is the CSV that the ML.NET program next door writes: the held-out pixels as digits-scale.zip scales them. With
it, `check` runs the serial chain (ML.NET scales, ONNX Runtime makes features, PyTorch classifies) from end to end.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "samples" / "data"
MODELS = ROOT / "samples" / "models"

SPLIT_SEED = 20240  # which images are held out
HELD_OUT = 500
PIXELS = 64
FULL_INK = 16.0  # pixel values are 0..16
LARGEST_BATCH = 4096


# --- data -------------------------------------------------------------------------------------------------------------


def make_data():
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    pixels, labels = load_digits(return_X_y=True)
    rows = np.column_stack([labels, pixels]).astype(np.int64)
    train, held_out = train_test_split(rows, test_size=HELD_OUT, stratify=labels, random_state=SPLIT_SEED)

    header = ",".join(["label"] + [f"p{i}" for i in range(PIXELS)])
    for name, part in (("train", train), ("heldout", held_out)):
        path = DATA / f"digits-{name}.csv"
        np.savetxt(path, part, fmt="%d", delimiter=",", header=header, comments="")
        print(f"{path.name}: {len(part)} images, {np.bincount(part[:, 0]).tolist()} of each digit")


def read_data(name):
    rows = np.loadtxt(DATA / f"digits-{name}.csv", delimiter=",", skiprows=1, dtype=np.float32)
    return torch.from_numpy(rows[:, 1:].copy()), torch.from_numpy(rows[:, 0].astype(np.int64))


# --- networks ---------------------------------------------------------------------------------------------------------


class AsImage(nn.Module):
    def forward(self, pixels):
        return pixels.view(-1, 1, 8, 8)


def image_network(outputs):
    """Rows of 64 pixels in, `outputs` numbers out."""
    return nn.Sequential(
        AsImage(),
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.25),
        nn.Linear(32 * 4 * 4, outputs),
    )


class Classifier(nn.Module):
    """Raw pixels in, the probability of each digit out. The argument names the exported model's input."""

    def __init__(self):
        super().__init__()
        self.network = image_network(64)
        self.last = nn.Linear(64, 10)

    def logits(self, pixels):
        return self.last(torch.relu(self.network(pixels / FULL_INK)))

    def forward(self, pixels):
        return torch.softmax(self.logits(pixels), 1)


class Features(nn.Module):
    """First half of the serial pipeline: pixels scaled to 0..1 in, 32 features out."""

    def __init__(self):
        super().__init__()
        self.network = image_network(32)

    def forward(self, scaled):
        return torch.relu(self.network(scaled))


class Head(nn.Module):
    """Second half of the serial pipeline: 32 features in, the probability of each digit out."""

    def __init__(self):
        super().__init__()
        self.last = nn.Linear(32, 10)

    def logits(self, features):
        return self.last(features)

    def forward(self, features):
        return torch.softmax(self.logits(features), 1)


# --- training and export ----------------------------------------------------------------------------------------------


def fit(parameters, modules, logits, inputs, labels, epochs=60, batch=64):
    """Adam with a learning rate that falls to zero; a fixed number of epochs, so the held-out images choose nothing."""
    optimizer = torch.optim.AdamW(parameters, lr=2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    for module in modules:
        module.train()
    for _ in range(epochs):
        for rows in torch.randperm(len(inputs)).split(batch):
            loss = nn.functional.cross_entropy(logits(inputs[rows]), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
    for module in modules:
        module.eval()


def export_onnx(module, example, input_name, output_name, file_name):
    torch.onnx.export(
        module,
        (example,),
        MODELS / file_name,
        input_names=[input_name],
        output_names=[output_name],
        dynamic_axes={input_name: {0: "batch"}, output_name: {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def export_pt2(module, example, input_name, file_name):
    batch = torch.export.Dim("batch", min=1, max=LARGEST_BATCH)
    program = torch.export.export(module, (example,), dynamic_shapes={input_name: {0: batch}})
    for node in program.graph.nodes:
        node.meta.pop("stack_trace", None)  # source lines and the paths of the machine that exported
    torch.export.save(program, MODELS / file_name)


def train():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    MODELS.mkdir(parents=True, exist_ok=True)
    pixels, labels = read_data("train")
    two = pixels[:2].clone()  # the archive keeps an example input, and with a slice all that it is a slice of

    torch.manual_seed(1)
    for_onnx = Classifier()
    fit(for_onnx.parameters(), [for_onnx], for_onnx.logits, pixels, labels)
    export_onnx(for_onnx, two, "pixels", "scores", "digits.onnx")

    torch.manual_seed(2)
    for_torch = Classifier()
    fit(for_torch.parameters(), [for_torch], for_torch.logits, pixels, labels)
    export_pt2(for_torch, two, "pixels", "digits.pt2")

    torch.manual_seed(3)
    features, head = Features(), Head()
    scaled = pixels / FULL_INK  # what digits-scale.zip computes; `check` confirms it
    both = [*features.parameters(), *head.parameters()]
    fit(both, [features, head], lambda x: head.logits(features(x)), scaled, labels)
    export_onnx(features, two / FULL_INK, "scaled", "features", "digits-features.onnx")
    with torch.no_grad():
        export_pt2(head, features(two / FULL_INK), "features", "digits-head.pt2")


# --- checks -----------------------------------------------------------------------------------------------------------


def run_onnx(file_name, inputs):
    import onnxruntime

    session = onnxruntime.InferenceSession(MODELS / file_name, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: inputs.numpy()})[0]


def run_pt2(file_name, inputs):
    with torch.no_grad():
        return torch.export.load(MODELS / file_name).module()(inputs).numpy()


def report(what, run, inputs, labels):
    scores = run(inputs)
    one_by_one = np.concatenate([run(inputs[i : i + 1]) for i in range(8)])
    assert scores.shape == (len(labels), 10) and scores.dtype == np.float32
    assert np.allclose(scores.sum(1), 1, atol=1e-5)
    assert np.allclose(scores[:8], one_by_one, atol=1e-5)
    print(f"{what}: {(scores.argmax(1) == labels.numpy()).mean():.3f}")


def check(scaled_csv=None):
    pixels, labels = read_data("heldout")
    report("digits.onnx", lambda x: run_onnx("digits.onnx", x), pixels, labels)
    report("digits.pt2", lambda x: run_pt2("digits.pt2", x), pixels, labels)
    if scaled_csv:
        scaled = torch.from_numpy(np.loadtxt(scaled_csv, delimiter=",", dtype=np.float32))
        assert torch.equal(scaled, pixels / FULL_INK), "ML.NET scales otherwise than the training did"

        def chain(x):
            return run_pt2("digits-head.pt2", torch.from_numpy(run_onnx("digits-features.onnx", x)))

        report("digits-scale.zip > digits-features.onnx > digits-head.pt2", chain, scaled, labels)


if __name__ == "__main__":
    commands = {"data": make_data, "train": train, "check": check}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])
