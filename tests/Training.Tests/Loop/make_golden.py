#!/usr/bin/env python3
"""Makes golden-resnet18.json and golden-resnet34.json with PyTorch: a few steps of the original script on made-up images.

  /usr/bin/python3 make_golden.py FOLDER_OF_RESNET_PY        # the folder that holds the original script's resnet.py
"""
import hashlib
import json
import os
import sys

import numpy as np
import torch

sys.path.insert(0, sys.argv[1])
import resnet  # noqa: E402

SEED, EPOCHS, BATCH, TRAIN, TEST = 5, 2, 16, 20, 16


def images(count, state):
    """The same as SyntheticImages.cs: the high bytes of a linear congruential generator, labels 0 to 9 in turn."""
    pixels = np.empty(count * 3072, dtype=np.uint8)
    for i in range(len(pixels)):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        pixels[i] = state >> 24
    x = pixels.reshape(count, 3, 32, 32).astype(np.float32) / 255.0
    return torch.from_numpy(x), torch.arange(count) % 10


def sums(named):
    return {name: tensor.detach().double().sum().item() for name, tensor in named}


train_x, train_y = images(TRAIN, 1)
test_x, test_y = images(TEST, 2)
for name in ["resnet18", "resnet34"]:
    torch.manual_seed(SEED)
    model = getattr(resnet, name)()
    digest = hashlib.sha256(b"".join(p.detach().numpy().tobytes() for p in model.parameters())).hexdigest()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-5)
    losses, epochs = [], []
    for epoch in range(EPOCHS):
        for start in range(0, TRAIN - BATCH + 1, BATCH):
            x, y = train_x[start:start + BATCH], train_y[start:start + BATCH]
            logits = model(x)
            loss = torch.nn.functional.cross_entropy(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        steps = TRAIN // BATCH
        epochs.append({
            "train_loss": sum(losses[-steps:]) / steps,
            "accuracy": (logits.argmax(1) == y).double().mean().item(),
            "test_accuracy": (model(test_x).argmax(1) == test_y).double().mean().item(),
        })
    trace = {
        "torch": torch.__version__, "model": name, "seed": SEED, "train_images": TRAIN,
        "initial_weights_sha256": digest, "steps": losses, "epochs": epochs,
        "final_parameter_sums": sums(model.named_parameters()), "final_buffer_sums": sums(model.named_buffers()),
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"golden-{name}.json")
    with open(path, "w") as f:
        json.dump(trace, f, indent=1)
        f.write("\n")
