"""The ONNX models of tests/TestModels/onnx."""

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

import casefile

IR_VERSION = 10
OPSET = 17
ROWS = (1, 2, 5, 16)

IDENTITY_TYPES = {
    "bool": TensorProto.BOOL,
    "int8": TensorProto.INT8,
    "int16": TensorProto.INT16,
    "int32": TensorProto.INT32,
    "int64": TensorProto.INT64,
    "uint8": TensorProto.UINT8,
    "uint16": TensorProto.UINT16,
    "uint32": TensorProto.UINT32,
    "uint64": TensorProto.UINT64,
    "float16": TensorProto.FLOAT16,
    "bfloat16": TensorProto.BFLOAT16,
    "float32": TensorProto.FLOAT,
    "float64": TensorProto.DOUBLE,
    "string": TensorProto.STRING,
}


# --- building and running ---------------------------------------------------------------------------------------------


def tensor(name, element, shape):
    return helper.make_tensor_value_info(name, element, shape)


def floats(name, shape):
    return tensor(name, TensorProto.FLOAT, shape)


def node(operator, inputs, outputs, **attributes):
    return helper.make_node(operator, inputs.split(), outputs.split(), **attributes)


def save(path, nodes, inputs, outputs, initializers=None, opset=OPSET, domains=(), known=True):
    """`initializers` maps names to arrays; `known`: every operator is one that the standard defines."""
    weights = [numpy_helper.from_array(value, name) for name, value in (initializers or {}).items()]
    graph = helper.make_graph(nodes, path.stem, inputs, outputs, weights)
    opsets = [helper.make_opsetid("", opset), *(helper.make_opsetid(*domain) for domain in domains)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
    if known:
        onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def write_cases(path, inputs):
    """What ONNX Runtime computes, on one thread, from each of `inputs` (maps from input name to array)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    cases = [(case, dict(zip(names, map(np_value, session.run(names, case))))) for case in inputs]
    casefile.write(path.with_name(f"{path.stem}.cases.json"), cases)
    return cases


def np_value(value):
    return value if isinstance(value, list) else np.asarray(value)


def random_rows(random, *shape):
    return [random.standard_normal((n, *shape)).astype(np.float32) for n in ROWS]


# --- the models -------------------------------------------------------------------------------------------------------


def make_all(folder):
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.RandomState(1)
    for name, element in IDENTITY_TYPES.items():
        make_identity(folder, name, element)
    make_tensor_models(folder, random)
    make_slow(folder)
    make_sequence(folder, random)
    make_sklearn_like(folder)
    make_float8(folder)
    make_refused(folder)


def make_identity(folder, name, element):
    path = folder / f"identity_{name}.onnx"
    x, y = (tensor(end, element, ["N", "M"]) for end in "xy")
    save(path, [node("Identity", "x", "y")], [x], [y])

    values = identity_values(name)
    inputs = [{"x": values[:1]}, {"x": values}, {"x": values[:0]}]
    if name == "bfloat16":  # which ONNX Runtime's Python interface does not take: onnx's own evaluator instead
        evaluator = ReferenceEvaluator(str(path))
        cases = [(case, {"y": evaluator.run(None, case)[0].astype(ml_dtypes.bfloat16)}) for case in inputs]
        casefile.write(path.with_name(f"{path.stem}.cases.json"), cases)
    else:
        cases = write_cases(path, inputs)
    for case, outputs in cases:
        assert casefile.encode(case["x"]) == casefile.encode(outputs["y"]), name


def identity_values(name):
    if name == "bool":
        return np.array([[False, True, False], [True, True, False]])
    if name == "string":
        return np.array([["", "plain", "two words"], ["Größe", "数字", "tab\there \U0001f600"]], dtype=object)
    dtype = np.dtype(ml_dtypes.bfloat16 if name == "bfloat16" else name)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return np.array([[0, 1, limits.max], [7, 100, limits.min]], dtype)
    limits = ml_dtypes.finfo(dtype)
    return np.array([[0.1, -2.5, limits.max], [limits.smallest_normal, np.inf, np.nan]], dtype)


def make_tensor_models(folder, random):
    path = folder / "scalar.onnx"
    save(path, [node("Add", "x x", "y")], [floats("x", [])], [floats("y", [])])
    write_cases(path, [{"x": np.array(value, np.float32)} for value in (0.5, -3, 1e30)])

    path = folder / "matmul.onnx"
    weights = {"weight": random.standard_normal((4, 3)).astype(np.float32)}
    save(path, [node("MatMul", "x weight", "y")], [floats("x", ["N", 4])], [floats("y", ["N", 3])], weights)
    write_cases(path, [{"x": rows} for rows in random_rows(random, 4)])

    path = folder / "add2.onnx"
    save(path, [node("Add", "a b", "sum")], [floats("a", ["N", 3]), floats("b", ["N", 3])], [floats("sum", ["N", 3])])
    write_cases(path, [{"a": a, "b": b} for a, b in zip(random_rows(random, 3), random_rows(random, 3))])

    # An initializer that is also an input is that input's default.
    path = folder / "optional_init.onnx"
    default = {"scale": np.array([2], np.float32)}
    inputs = [floats("x", ["N", 3]), floats("scale", [1])]
    save(path, [node("Mul", "x scale", "y")], inputs, [floats("y", ["N", 3])], default)
    rows = random_rows(random, 3)
    given = {"x": rows[1], "scale": np.array([-10], np.float32)}
    write_cases(path, [{"x": rows[0]}, given, {"x": rows[2]}])

    # Any text is a legal name, and such names occur.
    path = folder / "weird_name.onnx"
    odd_in, odd_out = '{"name": "x", "dims": [-1, 3]}', '["y"]'
    identity = helper.make_node("Identity", [odd_in], [odd_out])
    save(path, [identity], [floats(odd_in, ["N", 3])], [floats(odd_out, ["N", 3])])
    write_cases(path, [{odd_in: rows} for rows in random_rows(random, 3)])


def make_slow(folder, size=256):
    """A loop of `n` rounds, each a product of two size x size matrices: as long as one likes, from a file of 1 KB.

    The state starts as ones, the matrix is 1/size everywhere, and each round adds one: y = n + 1.
    """
    body = helper.make_graph(
        [
            node("MatMul", "state matrix", "product"),
            node("Add", "product one", "next"),
            node("Identity", "go", "go_on"),
        ],
        "round",
        [tensor("i", TensorProto.INT64, []), tensor("go", TensorProto.BOOL, []), floats("state", [size, size])],
        [tensor("go_on", TensorProto.BOOL, []), floats("next", [size, size])],
    )
    filled = {value: helper.make_tensor("value", TensorProto.FLOAT, [1], [value]) for value in (1.0, 1.0 / size)}
    nodes = [
        node("ConstantOfShape", "shape", "ones", value=filled[1.0]),
        node("ConstantOfShape", "shape", "matrix", value=filled[1.0 / size]),
        node("Loop", "n yes ones", "last", body=body),
        node("ReduceMean", "last", "y", keepdims=0),
    ]
    constants = {
        "shape": np.array([size, size], np.int64),
        "one": np.array(1, np.float32),
        "yes": np.array(True),
    }
    path = folder / "slow.onnx"
    save(path, nodes, [tensor("n", TensorProto.INT64, [])], [floats("y", [])], constants)
    for case, outputs in write_cases(path, [{"n": np.array(n, np.int64)} for n in (0, 1, 10)]):
        assert outputs["y"] == case["n"] + 1


def make_sequence(folder, random):
    """Splits x into its rows: the output is a sequence with as many tensors as x has rows."""
    path = folder / "sequence.onnx"
    rows = helper.make_tensor_sequence_value_info("rows", TensorProto.FLOAT, [1, 2])
    save(path, [node("SplitToSequence", "x", "rows", axis=0, keepdims=1)], [floats("x", ["N", 2])], [rows])
    write_cases(path, [{"x": rows} for rows in random_rows(random, 2)])


def make_sklearn_like(folder):
    """What scikit-learn's converter writes for a classifier: labels, and for each row a map of probabilities."""
    iris = load_iris()
    classifier = LogisticRegression(max_iter=1000).fit(iris.data, iris.target)
    map_types = {int: TensorProto.INT64, str: TensorProto.STRING}
    for name, classes in (("sklearn_like", [0, 1, 2]), ("sklearn_string", iris.target_names.tolist())):
        key = type(classes[0])
        labels, classes_of_map = (
            ("classlabels_ints", "classlabels_int64s") if key is int else ("classlabels_strings", "classlabels_strings")
        )
        nodes = [
            node(
                "LinearClassifier",
                "x",
                "label scores",
                domain="ai.onnx.ml",
                coefficients=classifier.coef_.ravel().tolist(),
                intercepts=classifier.intercept_.tolist(),
                post_transform="SOFTMAX",
                **{labels: classes},
            ),
            node("ZipMap", "scores", "probabilities", domain="ai.onnx.ml", **{classes_of_map: classes}),
        ]
        value = helper.make_tensor_type_proto(TensorProto.FLOAT, [])
        maps = helper.make_sequence_type_proto(helper.make_map_type_proto(map_types[key], value))
        outputs = [tensor("label", map_types[key], ["N"]), helper.make_value_info("probabilities", maps)]

        path = folder / f"{name}.onnx"
        save(path, nodes, [floats("x", ["N", 4])], outputs, domains=[("ai.onnx.ml", 3)])
        some = np.arange(max(ROWS)) * 61 % len(iris.data)  # of all three kinds
        flowers = iris.data[some].astype(np.float32)
        inputs = [{"x": flowers[:n]} for n in ROWS]
        for case, results in write_cases(path, inputs):
            expected = classifier.predict_proba(case["x"])
            got = [[row[c] for c in classes] for row in results["probabilities"]]
            assert np.allclose(got, expected, atol=1e-5), name


def make_float8(folder):
    """A type that Mce has not, and passes as bits; it came with operator set 19."""
    x, y = (tensor(end, TensorProto.FLOAT8E4M3FN, ["N", "M"]) for end in "xy")
    save(folder / "identity_float8.onnx", [node("Identity", "x", "y")], [x], [y], opset=19)


def make_refused(folder):
    """Files with a type or an operator that ONNX Runtime does not know; the tests ask for a helpful refusal."""
    x, y = (tensor(end, TensorProto.COMPLEX64, ["N", "M"]) for end in "xy")
    save(folder / "identity_complex64.onnx", [node("Identity", "x", "y")], [x], [y])

    unknown = node("Unheard", "x", "y", domain="example.mce")
    x, y = floats("x", ["N", 3]), floats("y", ["N", 3])
    save(folder / "custom_op.onnx", [unknown], [x], [y], domains=[("example.mce", 1)], known=False)
