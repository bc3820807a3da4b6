"""Makes the PyTorch and ONNX models of tests/TestModels and their reference cases.

    testmodels.py [torch] [onnx]    both without an argument
"""

import sys
from pathlib import Path

TEST_MODELS = Path(__file__).resolve().parents[2] / "tests" / "TestModels"


def main(which):
    if unknown := set(which) - {"torch", "onnx"}:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}\n{__doc__}")
    if not which or "torch" in which:
        import testmodels_torch

        testmodels_torch.make_all(TEST_MODELS / "torch")
    if not which or "onnx" in which:
        import testmodels_onnx

        testmodels_onnx.make_all(TEST_MODELS / "onnx")


if __name__ == "__main__":
    main(sys.argv[1:])
