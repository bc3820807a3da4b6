"""Writes NAME.cases.json: inputs, and the outputs that the framework itself computes from them.

tests/TestModels/README.md describes the format.
"""

import json

import numpy as np


def write(path, cases):
    """One case a line. `cases` is a list of (inputs, outputs); both map names to arrays or other ONNX values."""
    lines = [
        json.dumps(
            {
                "inputs": {name: encode(value) for name, value in inputs.items()},
                "outputs": [{"name": name, **encode(value)} for name, value in outputs.items()],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for inputs, outputs in cases
    ]
    path.write_text('{"cases":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def encode(value):
    if isinstance(value, np.ndarray):
        return encode_tensor(value)
    if isinstance(value, list) and all(isinstance(item, np.ndarray) for item in value):
        return {"sequence": [encode_tensor(item) for item in value]}
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return {"maps": [{str(key): encode_element(np.float32(x)) for key, x in item.items()} for item in value]}
    raise TypeError(f"no encoding for {type(value)}")


def encode_tensor(array):
    dtype = "string" if array.dtype.kind in "OU" else str(array.dtype)
    return {"dtype": dtype, "shape": list(array.shape), "data": [encode_element(item) for item in array.ravel()]}


def encode_element(item):
    if isinstance(item, str):
        return item
    kind = "f" if item.dtype.name == "bfloat16" else item.dtype.kind
    if kind == "b":
        return bool(item)
    if kind in "iu":
        return int(item)
    number = float(item)
    if np.isnan(number):
        return "NaN"
    if np.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if item.dtype == np.float32:
        number = float(str(item))  # the shortest text that reads back as the same float32
    return number
