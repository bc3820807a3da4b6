"""Makes the German sentiment model from samples/data/sentiment-de-train.csv: scikit-learn trains, this program writes ONNX.

    sentiment.py train   train, write samples/models/sentiment-de.onnx and the cases of its tests
    sentiment.py check   measure the committed file with ONNX Runtime on samples/data/sentiment-de-heldout.csv

The graph: a space goes before and after each text, then TF-IDF over the texts' sequences of 3 to 5 characters, scaled to
length 1, then a logistic regression. Upper and lower case are told apart: ONNX's operator for lower case needs a locale
that many machines haven't got.
"""

import csv
import sys
from pathlib import Path

import numpy as np

import casefile

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "samples" / "data"
MODEL = ROOT / "samples" / "models" / "sentiment-de.onnx"
CASES = ROOT / "tests" / "TestModels" / "sentiment" / "sentiment-de.cases.json"

# Chosen by cross-validation within the training sentences; the held-out ones chose nothing.
SHORTEST, LONGEST = 3, 5
INVERSE_REGULARIZATION = 10

AWKWARD = ["", " ", "?", "zzz qqq xxx", "数字 \U0001f600", "GUT GUT GUT", "gut\tschlecht\nschön", "\u00fc statt u\u0308"]


def read_data(name):
    with open(DATA / f"sentiment-de-{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], np.array([row["label"] for row in rows])


# --- training ---------------------------------------------------------------------------------------------------------


def fit(texts, labels):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=lambda text: ngrams(f" {text} "), norm="l2")
    classifier = LogisticRegression(C=INVERSE_REGULARIZATION, max_iter=2000)
    classifier.fit(vectorizer.fit_transform(texts), labels == "positive")
    return vectorizer, classifier


def ngrams(text):
    """Every sequence of characters. scikit-learn's own analyzer would fold runs of blanks, which ONNX doesn't."""
    return [text[i : i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(text) - n + 1)]


# --- export -----------------------------------------------------------------------------------------------------------


def pool_of(vectorizer):
    """TfIdfVectorizer's pool, and which of scikit-learn's columns each of its n-grams is.

    The n-grams of the pool stand in the order of their length, and so do the columns that the operator gives: where the
    orders differ, older versions of ONNX Runtime take the weights in the wrong one.
    """
    ngrams_in_order = sorted(vectorizer.vocabulary_, key=lambda ngram: (len(ngram), ngram))
    columns = [vectorizer.vocabulary_[ngram] for ngram in ngrams_in_order]
    lengths = [len(ngram) for ngram in ngrams_in_order]
    pool = {
        "pool_strings": [character for ngram in ngrams_in_order for character in ngram],
        # Where the n-grams of 1, 2, 3 … characters begin in the pool.
        "ngram_counts": [sum(length for length in lengths if length < n) for n in range(1, LONGEST + 1)],
        "ngram_indexes": list(range(len(columns))),
        "weights": [float(weight) for weight in vectorizer.idf_[columns]],
    }
    return pool, columns


def export(vectorizer, classifier):
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    pool, columns = pool_of(vectorizer)
    nodes = [
        # An empty batch would lose a dimension on its way. One empty text goes along, and its answer is cut off at the end.
        helper.make_node("Concat", ["text", "one_more"], ["texts"], axis=0),
        helper.make_node("StringConcat", ["space", "texts"], ["begun"]),
        helper.make_node("StringConcat", ["begun", "space"], ["enclosed"]),
        # One empty separator: every character is a token. Short texts are padded with "", which is in no n-gram.
        helper.make_node(
            "Tokenizer", ["enclosed"], ["characters"], domain="com.microsoft", mark=0, mincharnum=1, pad_value="", separators=[""]
        ),
        helper.make_node(
            "TfIdfVectorizer", ["characters"], ["counts"], mode="TFIDF",
            min_gram_length=SHORTEST, max_gram_length=LONGEST, max_skip_count=0, **pool,
        ),
        # A text without a known n-gram has length 0 and keeps it.
        helper.make_node("ReduceL2", ["counts", "second"], ["length"], keepdims=1),
        helper.make_node("Max", ["length", "least"], ["divisor"]),
        helper.make_node("Div", ["counts", "divisor"], ["features"]),
        helper.make_node("MatMul", ["features", "coefficients"], ["product"]),
        helper.make_node("Add", ["product", "intercept"], ["scores"]),
        helper.make_node("Slice", ["scores", "first", "last"], ["score"]),
        helper.make_node("Sigmoid", ["score"], ["probability"]),
        helper.make_node("Greater", ["score", "zero"], ["is_positive"]),
        helper.make_node("Where", ["is_positive", "positive", "negative"], ["label"]),
    ]
    constants = [
        helper.make_tensor("one_more", TensorProto.STRING, [1], [b""]),
        numpy_helper.from_array(np.array([1], np.int64), "second"),
        numpy_helper.from_array(np.array([0], np.int64), "first"),
        numpy_helper.from_array(np.array([-1], np.int64), "last"),
        numpy_helper.from_array(np.array(1e-12, np.float32), "least"),
        numpy_helper.from_array(np.array(0, np.float32), "zero"),
        numpy_helper.from_array(classifier.coef_[0][columns].astype(np.float32), "coefficients"),
        numpy_helper.from_array(classifier.intercept_[0].astype(np.float32), "intercept"),
        *(helper.make_tensor(name, TensorProto.STRING, [], [text.encode()])
          for name, text in (("space", " "), ("positive", "positive"), ("negative", "negative"))),
    ]
    graph = helper.make_graph(
        nodes,
        "sentiment-de",
        [helper.make_tensor_value_info("text", TensorProto.STRING, ["batch"])],
        [
            helper.make_tensor_value_info("label", TensorProto.STRING, ["batch"]),
            helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["batch"]),
        ],
        constants,
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
        producer_name="mce eng/models/sentiment.py",
    )
    onnx.save(model, MODEL)


def train():
    texts, labels = read_data("train")
    vectorizer, classifier = fit(texts, labels)
    export(vectorizer, classifier)
    write_cases(vectorizer, classifier)


def write_cases(vectorizer, classifier):
    """What scikit-learn says of all held-out sentences and of awkward texts; no ONNX is involved."""
    def expect(texts):
        probability = classifier.predict_proba(vectorizer.transform(texts))[:, 1]
        label = np.where(probability > 0.5, "positive", "negative")
        return (
            {"text": np.array(texts, dtype=object)},
            {"label": label.astype(object), "probability": probability.astype(np.float32)},
        )

    held_out, _ = read_data("heldout")
    CASES.parent.mkdir(parents=True, exist_ok=True)
    casefile.write(CASES, [expect(held_out), expect(AWKWARD), *(expect([text]) for text in AWKWARD)])


# --- checks -----------------------------------------------------------------------------------------------------------


def check():
    import onnxruntime

    session = onnxruntime.InferenceSession(MODEL, providers=["CPUExecutionProvider"])
    texts, labels = read_data("heldout")
    predicted, probability = session.run(["label", "probability"], {"text": np.array(texts, dtype=object)})
    assert np.array_equal(predicted == "positive", probability > 0.5)
    right = predicted == labels
    print(f"sentiment-de.onnx: {right.sum()} of {len(labels)}, {right.mean():.3f}")


if __name__ == "__main__":
    commands = {"train": train, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]]()
