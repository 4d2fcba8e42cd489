"""Writes datasets.json: what scikit-learn and NumPy make of the same calls. Made with NumPy 1.24 and scikit-learn 1.2.

Run: python3 test/golden/training/makeDatasets.py
"""
import base64
import csv
import io
import json
import os

import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def numbers(values):
    return [float(v) for v in np.asarray(values, dtype=np.float32).ravel()]


def split(points, labels):
    return {"inputs": numbers(points), "labels": [int(v) for v in labels]}


def circles(count, noise, factor, seed):
    return split(*make_circles(n_samples=count, noise=noise, factor=factor, random_state=seed))


def moons(count, noise, seed):
    return split(*make_moons(n_samples=count, noise=noise, random_state=seed))


def xor(count, noise, seed):
    random = np.random.RandomState(seed)
    points = random.uniform(-1, 1, (count, 2))
    labels = (points[:, 0] >= 0) != (points[:, 1] >= 0)
    return split(points + random.normal(scale=noise, size=points.shape), labels)


def spiral(count, noise, classes, turns, seed):
    random = np.random.RandomState(seed)
    points, labels = [], []
    for label in range(classes):
        size = count // classes + (1 if label < count % classes else 0)
        radius = (np.arange(size) + 0.5) / size
        angle = 2 * np.pi * (turns * radius + label / classes)
        points.append(np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1))
        labels.append(np.full(size, label))
    order = np.arange(count)
    random.shuffle(order)
    points = np.concatenate(points)[order]
    return split(points + random.normal(scale=noise, size=points.shape), np.concatenate(labels)[order])


def teacher(count, features, classes, hidden, inputs, teacher_seed, seed):
    random = np.random.RandomState(teacher_seed)
    first = random.normal(scale=1 / np.sqrt(features), size=(features, hidden))
    second = random.normal(size=(hidden, classes))
    random = np.random.RandomState(seed)
    points = random.normal(size=(count, features)) if inputs == "normal" else random.uniform(size=(count, features))
    seen = points if inputs == "normal" else (points - 0.5) * np.sqrt(12)
    return split(points, (np.tanh(seen @ first) @ second).argmax(1))


def synthetic():
    for train, test, features, classes, hidden, inputs, s0, s1, s2 in [(60, 21, 100, 10, 20, "normal", 0, 1, 2), (40, 0, 30, 3, 5, "uniform", 4, 5, 6)]:
        yield ({"kind": "teacher", "train": train, "test": test, "features": features, "classes": classes, "hidden": hidden, "inputs": inputs, "teacherSeed": s0, "trainSeed": s1, "testSeed": s2},
               teacher(train, features, classes, hidden, inputs, s0, s1), teacher(test, features, classes, hidden, inputs, s0, s2))
    for train, test, noise, factor, s1, s2 in [(300, 100, 0.05, 0.8, 1, 2), (31, 7, 0.0, 0.5, 7, 8), (1, 2, 0.1, 0.0, 0, 4294967295)]:
        yield ({"kind": "circles", "train": train, "test": test, "noise": noise, "factor": factor, "trainSeed": s1, "testSeed": s2},
               circles(train, noise, factor, s1), circles(test, noise, factor, s2))
    for train, test, noise, s1, s2 in [(120, 33, 0.2, 1, 2), (3, 1, 0.05, 5, 6)]:
        yield ({"kind": "moons", "train": train, "test": test, "noise": noise, "trainSeed": s1, "testSeed": s2},
               moons(train, noise, s1), moons(test, noise, s2))
    for train, test, noise, s1, s2 in [(60, 21, 0.1, 3, 4)]:
        yield ({"kind": "xor", "train": train, "test": test, "noise": noise, "trainSeed": s1, "testSeed": s2}, xor(train, noise, s1), xor(test, noise, s2))
    for train, test, noise, classes, turns, s1, s2 in [(60, 20, 0.02, 2, 1.0, 1, 2), (50, 7, 0.1, 3, 1.75, 9, 10)]:
        yield ({"kind": "spiral", "train": train, "test": test, "noise": noise, "classes": classes, "turns": turns, "trainSeed": s1, "testSeed": s2},
               spiral(train, noise, classes, turns, s1), spiral(test, noise, classes, turns, s2))
    for train, test, centers, std, features, s1, s2 in [(100, 40, 3, 1.0, 2, 1, 2), (23, 11, 4, 0.3, 5, 11, 12), (2, 1, 3, 2.0, 1, 0, 0)]:
        x, y, drawn = make_blobs(train, features, centers=centers, cluster_std=std, random_state=s1, return_centers=True)
        xt, yt = make_blobs(test, centers=drawn, cluster_std=std, random_state=s2)
        yield ({"kind": "blobs", "train": train, "test": test, "centers": centers, "clusterStd": std, "features": features, "trainSeed": s1, "testSeed": s2},
               split(x, y), split(xt, yt))


def table(text, target, fraction, seed, standardize, quantity, header=True, delimiter=","):
    """The same table by the csv module, train_test_split and StandardScaler."""
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    names = rows.pop(0) if header else None
    column = names.index(target) if isinstance(target, str) else target % len(rows[0])
    x = np.array([[float(c) for i, c in enumerate(r) if i != column] for r in rows])
    raw = [r[column].strip() for r in rows]
    classes = None
    if quantity:
        y = np.array([float(v) for v in raw])
    else:
        try:
            values = [float(v) for v in raw]
        except ValueError:
            values = raw
        classes, y = np.unique(values, return_inverse=True)
        classes = [str(int(c)) if not isinstance(values[0], str) else str(c) for c in classes]
    train, test = (np.arange(len(x)), np.arange(0)) if fraction == 0 else train_test_split(np.arange(len(x)), test_size=fraction, random_state=seed)
    if standardize:
        x = StandardScaler().fit(x[train]).transform(x)
    part = lambda rows: {"inputs": numbers(x[rows]), ("targets" if quantity else "labels"): numbers(y[rows]) if quantity else [int(v) for v in y[rows]]}
    return {
        "text": text,
        "spec": {"kind": "csv", "path": "table.csv", "target": target, "testFraction": fraction, "splitSeed": seed, "standardize": standardize},
        "quantity": quantity,
        "features": x.shape[1],
        "classNames": classes,
        "featureNames": None if names is None else [n for i, n in enumerate(names) if i != column],
        "train": part(train),
        "test": part(test),
    }


def tables():
    random = np.random.RandomState(0)
    rows = [[f"{a:.4f}", f"{b:.3e}", "0.1", random.choice(["setosa", "versicolor", "a,b"])] for a, b in random.normal(3, 2, (37, 2))]
    quoted = "\n".join(",".join(f'"{c}"' if "," in c else c for c in r) for r in rows)
    yield table("length,width,same,species\n" + quoted + "\n", "species", 0.25, 5, True, False)
    yield table(quoted, -1, 0.1, 0, False, False, header=False)
    digits = "\r\n".join(f"{random.choice([10, 9, 2, 1])};{a:.5f};{b:.5f}" for a, b in random.normal(-1, 5, (29, 2)))
    yield table("class;u;v\r\n" + digits, "class", 0.3, 123, True, False, delimiter=";")
    yield table("class;u;v\r\n" + digits, 0, 0, 123, True, False, delimiter=";")
    yield table("a\tb\ty\n" + "\n".join(f"{a:.3f}\t{b:.3f}\t{a * b:.4f}" for a, b in random.normal(0, 1, (20, 2))), "y", 0.2, 42, True, True, delimiter="\t")


def arrays():
    """.npy files of many types and orders, with the numbers that np.load gives."""
    values = np.random.RandomState(0).normal(0, 20, (2, 3, 4))
    for kind in ["<f8", ">f8", "<f4", ">f4", "<f2", "<i1", "|u1", "<i2", ">i2", "<u2", "<i4", ">u4", "<i8", ">i8", "<u8", "|b1"]:
        yield np.abs(values).astype(kind) if "u" in kind else values.astype(kind)
    yield np.asfortranarray(values)
    yield np.asfortranarray(np.abs(values[0]).astype(np.uint8))
    yield np.arange(5)
    yield np.float32(2.5).reshape(())
    yield np.array([np.inf, -np.inf, np.nan, 6e-8, 65504, -0.0], dtype=np.float16)


def file_of(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version)
    loaded = np.load(io.BytesIO(out.getvalue()))
    return {
        "type": array.dtype.str,
        "shape": list(loaded.shape),
        "base64": base64.b64encode(out.getvalue()).decode(),
        "values": [v if np.isfinite(v) else str(v) for v in loaded.ravel().astype(np.float64).tolist()],
    }


if __name__ == "__main__":
    out = {
        "synthetic": [{"spec": spec, "train": train, "test": test} for spec, train, test in synthetic()],
        "tables": list(tables()),
        "arrays": [file_of(array) for array in arrays()] + [file_of(np.arange(6.0).reshape(2, 3), (2, 0))],
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "datasets.json")
    with open(path, "w") as file:
        json.dump(out, file, separators=(",", ":"))
        file.write("\n")
