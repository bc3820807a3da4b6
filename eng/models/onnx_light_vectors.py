#!/usr/bin/env python3
"""Gives ONNX's light models the inputs that its own backend test gives them, in folders as tests/Mce.OnnxVectors reads them.

Usage: onnx_light_vectors.py FOLDER OUT, where FOLDER is onnx/backend/test/data/light. Needs onnx and numpy.
"""
import pathlib
import shutil
import sys

import numpy as np
import onnx
from onnx import numpy_helper


def main(folder, out):
    for path in sorted(folder.glob("*.onnx")):
        data_set = out / path.stem / "test_data_set_0"
        data_set.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, data_set.parent / "model.onnx")
        graph = onnx.load(path).graph
        weights = {weight.name for weight in graph.initializer}
        for i, given in enumerate(value for value in graph.input if value.name not in weights):
            shape = [dim.dim_value if dim.HasField("dim_value") else 1 for dim in given.type.tensor_type.shape.dim]
            count = np.prod(shape)
            values = (np.arange(count).reshape(shape) / count).astype(np.float32)
            (data_set / f"input_{i}.pb").write_bytes(numpy_helper.from_array(values).SerializeToString())
        shutil.copy(path.with_name(f"{path.stem}_output_0.pb"), data_set / "output_0.pb")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
