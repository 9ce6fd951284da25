"""Training steps of a CIFAR ResNet on a GPU by PyTorch as it comes: WARMUP, then orders from standard input."""
import contextlib
import json
import sys
import time

import torch
from torch import nn

from step import resnet

DEVICE = "cuda"


def set_precision(name):
    torch.backends.cuda.matmul.allow_tf32 = name == "tf32"
    torch.backends.cudnn.allow_tf32 = name == "tf32"


def case_of(text):
    """MODEL:PRECISION:BATCH:STEPS:CHANNELS_LAST"""
    model, precision, batch, steps, channels_last = text.split(":")
    return model, precision, channels_last == "1", int(batch), int(steps)


def stepper(model, precision, channels_last, batch, images, labels):
    set_precision(precision)
    torch.manual_seed(1)
    network = resnet(model, 10).to(DEVICE)
    if channels_last:
        network = network.to(memory_format=torch.channels_last)
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)

    def step(number):
        part = slice(number * batch, (number + 1) * batch)
        inputs = images[part].to(torch.float32).div_(255.0)
        if channels_last:
            inputs = inputs.to(memory_format=torch.channels_last)
        with torch.autocast(DEVICE, torch.bfloat16) if precision == "bf16" else contextlib.nullcontext():
            loss = loss_of(network(inputs), labels[part])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def data():
    count = 1 << 14
    return torch.randint(0, 256, (count, 3, 32, 32), dtype=torch.uint8, device=DEVICE), torch.arange(count, device=DEVICE) % 10


def train(text, warm_up, images, labels):
    model, precision, channels_last, batch, steps = case_of(text)
    step = stepper(model, precision, channels_last, batch, images, labels)
    seconds = []
    for number in range(warm_up + steps):
        start = time.perf_counter()
        step(number)
        seconds.append(time.perf_counter() - start)
    return seconds[warm_up:]


def events_ms(work, times):
    work()
    spent = []
    for _ in range(times):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        work()
        end.record()
        end.synchronize()
        spent.append(start.elapsed_time(end))
    return sorted(spent)[times // 2]


def products():
    speeds = {}
    size = 8192
    for precision in ("fp32", "tf32", "bf16"):
        set_precision(precision)
        kind = torch.bfloat16 if precision == "bf16" else torch.float32
        left, right = torch.randn(size, size, device=DEVICE, dtype=kind), torch.randn(size, size, device=DEVICE, dtype=kind)
        speeds[precision] = 2 * size**3 / 1e9 / events_ms(lambda: torch.mm(left, right), 9)
    return speeds


def bandwidth():
    source, target = torch.randn(1 << 28, device=DEVICE), torch.empty(1 << 28, device=DEVICE)
    return 2 * source.numel() * 4 / 1e6 / events_ms(lambda: target.copy_(source), 9)


KINDS = (
    ("copies", ("Memcpy", "Memset")),
    ("BatchNorm", ("batch_norm", "bn_fw", "bn_bw", "batchnorm", "welford")),
    ("layouts", ("nchwToNhwc", "nhwcToNchw", "tensorTransform")),
    ("convolution", ("conv", "cudnn", "xmma", "cutlass", "sm80_", "sm90_", "gemm", "implicit", "wgrad", "dgrad", "winograd", "fft")),
    ("optimizer", ("multi_tensor_apply",)),
    ("pooling, loss", ("softmax", "nll", "reduce", "mean")),
    ("ReLU, addition, casts, zeros", ("elementwise", "vectorized", "threshold", "fill")),
)


def kind_of(kernel):
    return next((kind for kind, words in KINDS if any(word.lower() in kernel.lower() for word in words)), "other")


def kernels(images, labels, warm_up):
    """Milliseconds of a step's kernels by kind, and of the step."""
    found = {}
    for precision, last, batch, steps in (
        ("fp32", 0, 128, 10), ("tf32", 0, 128, 10), ("bf16", 0, 128, 10), ("bf16", 1, 128, 10),
        ("fp32", 0, 2048, 3), ("tf32", 0, 2048, 3), ("bf16", 0, 2048, 3), ("bf16", 1, 2048, 3)):
        text = f"resnet18:{precision}:{batch}:{steps}:{last}"
        step = stepper("resnet18", precision, last == 1, batch, images, labels)
        for number in range(warm_up):
            step(number)
        start = time.perf_counter()
        for number in range(steps):
            step(number)
        whole = (time.perf_counter() - start) / steps * 1000
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA], acc_events=True) as profile:
            for number in range(steps):
                step(number)
        times = {}
        for event in profile.events():
            if event.device_type == torch.autograd.DeviceType.CUDA:
                kind = kind_of(event.name)
                times[kind] = times.get(kind, 0) + event.device_time / 1000 / steps
        times["the GPU is busy"] = sum(times.values())
        times["the step"] = whole
        found[text] = times
    return found


def main():
    warm_up = int(sys.argv[1])
    images, labels = data()
    print(json.dumps(torch.__version__), flush=True)
    for line in sys.stdin:
        order = line.strip()
        if order == "machine":
            answer = {
                "device": torch.cuda.get_device_name(), "products": products(), "bandwidth": bandwidth(),
                "kernels": kernels(images, labels, warm_up)}
        else:
            answer = train(order, warm_up, images, labels)
        print(json.dumps(answer), flush=True)


main()
