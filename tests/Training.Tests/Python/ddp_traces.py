"""Makes the references for data-parallel training: PyTorch's own DistributedSampler and DistributedDataParallel (gloo, CPU).

    python3 ddp_traces.py sampler OUT.json
    python3 ddp_traces.py losses REFERENCE OUT.json      REFERENCE: a folder with resnet.py, the original script's model

The images are made by a formula that the C# tests have as well.
"""
import json
import os
import sys

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.utils.data.distributed import DistributedSampler

SEED, STEPS, BATCH, LABELS, RATE = 0, 10, 16, 10, 2e-5


def image(index):
    """3x32x32 bytes as float32 from 0 to 1, and a label."""
    label = index % LABELS
    i = torch.arange(3 * 32 * 32, dtype=torch.int64)
    noise = ((i + 3072 * index) * 2654435761 % 4294967296) // 16777216
    pixels = (noise // 2 + label * 12) % 256
    return pixels.to(torch.float32).div(255).view(3, 32, 32), label


def sampler(path):
    cases = []
    for count, world, seed, epoch in [(10, 1, 0, 0), (10, 2, 0, 0), (10, 3, 0, 1), (11, 4, 5, 2), (3, 4, 1, 0), (1, 3, 0, 7), (50000, 4, 0, 3)]:
        for rank in range(world):
            shard = DistributedSampler(range(count), world, rank, shuffle=True, seed=seed)
            shard.set_epoch(epoch)
            indices = list(shard)
            cases.append(dict(count=count, world=world, rank=rank, seed=seed, epoch=epoch, length=len(indices), first=indices[:12], last=indices[-4:]))
    with open(path, "w") as out:
        out.write("[\n" + ",\n".join(" " + json.dumps(case) for case in cases) + "\n]\n")


def train(rank, world, reference, store, queue):
    sys.path.insert(0, reference)
    import resnet
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=world)
    torch.manual_seed(SEED)
    model = torch.nn.parallel.DistributedDataParallel(resnet.resnet18())
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    loss_function = torch.nn.CrossEntropyLoss()
    shard = DistributedSampler(range(STEPS * BATCH), world, rank, shuffle=True, seed=SEED)
    shard.set_epoch(0)
    indices = list(shard)
    losses = []
    for step in range(STEPS):
        batch = [image(i) for i in indices[step * BATCH // world:(step + 1) * BATCH // world]]
        inputs, labels = torch.stack([b[0] for b in batch]), torch.tensor([b[1] for b in batch])
        optimizer.zero_grad()
        loss = loss_function(model(inputs), labels)
        loss.backward()
        optimizer.step()
        total = loss.detach().clone()
        dist.all_reduce(total)
        losses.append(total.item() / world)
    if rank == 0:
        queue.put(losses)
    dist.destroy_process_group()


def losses(reference, path):
    result = dict(torch=torch.__version__, seed=SEED, batch=BATCH, lr=RATE, losses={})
    for world in (1, 2, 4):
        store = f"{path}.store{world}"
        queue = mp.get_context("spawn").SimpleQueue()
        mp.spawn(train, args=(world, reference, store, queue), nprocs=world)
        result["losses"][world] = queue.get()
        if os.path.exists(store):
            os.remove(store)
    with open(path, "w") as out:
        json.dump(result, out, indent=1)


if __name__ == "__main__":
    sampler(*sys.argv[2:]) if sys.argv[1] == "sampler" else losses(*sys.argv[2:])
