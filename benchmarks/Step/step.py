"""Training steps of a CIFAR ResNet by PyTorch as it comes, for the benchmark beside it: MODEL THREADS WARMUP STEPS."""
import json
import os
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

BATCH = 128
BLOCKS = {"resnet18": (2, 2, 2, 2), "resnet34": (3, 4, 6, 3)}
MATRIX = 2048


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)), inplace=True)
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x), inplace=True)


def resnet(name, classes):
    layers = [nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True)]
    inputs = 64
    for stage, count in enumerate(BLOCKS[name]):
        outputs = 64 << stage
        for i in range(count):
            layers.append(Block(inputs, outputs, 2 if stage > 0 and i == 0 else 1))
            inputs = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, classes))


def status(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def minor_faults():
    with open("/proc/self/stat") as stat:
        return int(stat.read().rsplit(")", 1)[1].split()[7])


def matrix_product():
    left, right, product = torch.rand(MATRIX, MATRIX), torch.rand(MATRIX, MATRIX), torch.empty(MATRIX, MATRIX)
    torch.mm(left, right, out=product)
    speeds = []
    for _ in range(8):
        start = time.perf_counter()
        torch.mm(left, right, out=product)
        speeds.append(2 * MATRIX**3 / 1e9 / (time.perf_counter() - start))
    return float(np.median(speeds))


def main():
    name, (threads, warm_up, steps) = sys.argv[1], map(int, sys.argv[2:5])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    images = np.random.default_rng(1).integers(0, 256, (BATCH * (warm_up + steps), 3, 32, 32), dtype=np.uint8).astype(np.float32) / 255.0
    labels = np.arange(len(images)) % 10
    model = resnet(name, 10)
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-5)
    seconds = []
    for step in range(warm_up + steps):
        if step == warm_up:
            faults, kernel = minor_faults(), os.times().system
        start = time.perf_counter()
        part = slice(step * BATCH, (step + 1) * BATCH)
        loss = loss_of(model(torch.from_numpy(images[part])), torch.from_numpy(labels[part]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()
        seconds.append(time.perf_counter() - start)
    faults, kernel = (minor_faults() - faults) / steps, (os.times().system - kernel) / steps
    print(json.dumps({
        "version": torch.__version__, "firstStep": seconds[0], "steps": seconds[warm_up:], "peakMemory": status("VmHWM"),
        "faults": faults, "kernel": kernel, "matrixProduct": matrix_product()}))


if __name__ == "__main__":
    main()
