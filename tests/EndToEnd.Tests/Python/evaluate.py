"""Loads a safetensors file into the original script's model and prints its accuracy in evaluation mode.

usage: evaluate.py MODEL.safetensors RESNET_PY_FOLDER MODEL_NAME TEST_BATCH IMAGES
"""
import json
import pickle
import struct
import sys

import numpy as np
import torch


def load(path):
    with open(path, "rb") as f:
        header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        data = f.read()
    kinds = {"F32": np.float32, "I64": np.int64}
    return {
        name: torch.from_numpy(
            np.frombuffer(data[t["data_offsets"][0]:t["data_offsets"][1]], kinds[t["dtype"]]).reshape(t["shape"]).copy())
        for name, t in header.items() if name != "__metadata__"
    }


weights, folder, name, batch, images = sys.argv[1:]
sys.path.insert(0, folder)
import resnet  # noqa: E402  (the original script's model)

state = load(weights)
with open(batch, "rb") as f:
    test = pickle.load(f, encoding="bytes")
count = int(images)
x = torch.from_numpy(np.reshape(test[b"data"][:count], [-1, 3, 32, 32]).astype(np.float32) / 255.0)
y = torch.tensor(test[b"labels"][:count])
model = getattr(resnet, name)()
model.fc = torch.nn.Linear(model.fc.in_features, state["fc.bias"].shape[0])
model.load_state_dict(state)
model.eval()
with torch.no_grad():
    print((model(x).argmax(1) == y).float().mean().item())
