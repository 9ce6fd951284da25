"""A rank of PyTorch's Gloo, which sums as often as a line says and tells the seconds of one time."""
import sys
import time

import torch
import torch.distributed as dist

rank, world_size, store, max_count = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
dist.init_process_group("gloo", init_method="file://" + store, rank=rank, world_size=world_size)
values = torch.zeros(max_count)
print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    _, count, repeats = line.split()
    part = values[: int(count)]
    part.fill_(rank + 1)
    dist.all_reduce(part)
    assert float(part[-1]) == world_size * (world_size + 1) / 2, float(part[-1])
    part.zero_()
    dist.all_reduce(part)
    dist.barrier()
    start = time.perf_counter()
    for _ in range(int(repeats)):
        dist.all_reduce(part)
    print((time.perf_counter() - start) / int(repeats), flush=True)
