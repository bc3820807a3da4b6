"""Writes the .npy files that the tests of the mce command read, and what NumPy says is in them.

    python3 eng/tensorfiles/npy.py tests/Mce.Cli.Tests/TensorFiles/Files

Needs NumPy only (made with 1.24.2). bfloat16, which NumPy lacks, is written as the header that ml_dtypes makes NumPy write.
"""

import json
import pathlib
import sys

import numpy as np
from numpy.lib import format as npy

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
expected = []


def plain(value):
    """A JSON value; NaN and infinity, which JSON lacks, are spelt out."""
    if isinstance(value, (np.floating, float)):
        value = float(value)
        if np.isnan(value):
            return "NaN"
        if np.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return value
    return value.item() if isinstance(value, np.generic) else value


def describe(name, dtype, array):
    expected.append({"file": name, "dtype": dtype, "shape": list(array.shape), "data": [plain(v) for v in array.flatten(order="C")]})


def save(name, dtype, array, version=None):
    with open(folder / name, "wb") as file:
        npy.write_array(file, array, version=version)
    describe(name, dtype, array)


def special(dtype):
    info = np.finfo(dtype)
    return np.array([[0, -0.0, 1.5, np.nan], [np.inf, -np.inf, info.max, info.tiny]], dtype=dtype)


def whole(dtype):
    info = np.iinfo(dtype)
    return np.array([[0, 1, info.max], [info.min, 7, 42]], dtype=dtype)


for name in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]:
    save(f"{name}.npy", name, whole(name))
for name in ["float16", "float32", "float64"]:
    save(f"{name}.npy", name, special(name))
save("bool.npy", "bool", np.array([[True, False], [False, True]]))
save("text.npy", "string", np.array([["", "a", "Grüße"], ["日本語", "😀x", "a b\n"]]))
save("text_inner_zero.npy", "string", np.array(["a\0b", "c"]))
save("ascii.npy", "string", np.array([b"", b"abc", "é".encode()]).astype("S8").view("S8"))
expected[-1]["data"] = ["", "abc", "é"]

for name in ["int16", "int64", "uint32"]:
    save(f"big_{name}.npy", name, whole(name).astype(np.dtype(name).newbyteorder(">")))
for name in ["float16", "float32", "float64"]:
    save(f"big_{name}.npy", name, special(name).astype(np.dtype(name).newbyteorder(">")))
save("big_text.npy", "string", np.array(["abc", "😀"], dtype=">U3"))

cube = np.arange(24).reshape(2, 3, 4)
save("fortran_float32.npy", "float32", np.asfortranarray(cube.astype("f4")))
save("fortran_big_int64.npy", "int64", np.asfortranarray(cube.astype(">i8")))
save("fortran_text.npy", "string", np.asfortranarray(np.array([["a", "bb", "c"], ["d", "e", "ff"]])))
save("fortran_bool.npy", "bool", np.asfortranarray(cube % 3 == 0))

save("scalar.npy", "float32", np.array(3.25, dtype="f4"))
save("scalar_text.npy", "string", np.array("alone"))
save("vector.npy", "int64", np.arange(5))
save("empty.npy", "float32", np.zeros((0, 4), dtype="f4"))
save("empty_inner.npy", "int64", np.zeros((2, 0, 3), dtype="i8"))
save("empty_text.npy", "string", np.zeros((0,), dtype="U1"))
save("version2.npy", "float32", np.arange(3, dtype="f4"), version=(2, 0))
save("version3.npy", "float32", np.arange(3, dtype="f4"), version=(3, 0))
save("deep.npy", "int8", np.arange(4, dtype="i1").reshape((1,) * 28 + (2, 2)))

# bfloat16: the upper halves of float32.
values = np.array([[0.0, 1.5, -2.25], [np.nan, np.inf, 3.0]], dtype="f4")
halves = (values.view("u4") >> 16).astype("u2")
save("bfloat16.npy", "bfloat16", halves.view("V2"))
expected[-1]["data"] = [plain(v) for v in values.flatten()]

# What no tensor can hold.
refused = {
    "object.npy": np.array(["a", 1, None], dtype=object),
    "complex.npy": np.zeros(2, dtype="c8"),
    "structured.npy": np.zeros(2, dtype=[("a", "i4"), ("b", "f4")]),
    "dates.npy": np.zeros(2, dtype="M8[ns]"),
    "void.npy": np.zeros(2, dtype="V5"),
    "longdouble.npy": np.zeros(2, dtype="g"),
}
for name, array in refused.items():
    np.save(folder / name, array, allow_pickle=True)

# As Python 2 wrote sizes.
header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L), }"
header += b" " * (63 - (10 + len(header)) % 64) + b"\n"
(folder / "python2.npy").write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + np.array([1, 2], "<f4").tobytes())
describe("python2.npy", "float32", np.array([[1], [2]], dtype="f4"))

with open(folder / "expected.json", "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(json.dumps(e, ensure_ascii=False) for e in expected) + "\n]\n")
