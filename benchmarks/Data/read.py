"""Reads CIFAR-10's six pickles as Python scripts do, for the benchmark beside it: FOLDER TIMES."""
import json
import os
import pickle
import sys
import time

import numpy as np


def peak_memory():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def batch(name):
    with open(os.path.join(sys.argv[1], name), "rb") as file:
        content = pickle.load(file, encoding="bytes")
    return content[b"data"], content[b"labels"]


def read():
    start = time.perf_counter()
    parts = [batch(f"data_batch_{i}") for i in range(1, 6)]
    images, labels = np.concatenate([data for data, _ in parts]), np.concatenate([labels for _, labels in parts])
    test = batch("test_batch")
    seconds = time.perf_counter() - start
    assert len(images) == len(labels) == 50000 and len(test[0]) == 10000
    return seconds


before = peak_memory()
first = read()
memory = peak_memory() - before
print(json.dumps({"first": first, "again": [read() for _ in range(int(sys.argv[2]) - 1)], "memory": memory}))
