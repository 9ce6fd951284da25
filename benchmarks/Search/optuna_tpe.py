"""Optuna's TPE on the problems of this benchmark: prints the JSON that the benchmark reads.

    pip install optuna && python benchmarks/Search/optuna_tpe.py > optuna.json
"""

import json
import math
import random

import optuna

TRIALS, SEEDS = 100, 20


def branin(trial):
    x, y = trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)
    bent = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return bent * bent + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann6(trial):
    heights = [1.0, 1.2, 3.0, 3.2]
    widths = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
    centres = [[0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
               [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381]]
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    return -sum(h * math.exp(-sum(w[i] * (x[i] - c[i]) ** 2 for i in range(6))) for h, w, c in zip(heights, widths, centres))


def mixed(trial):
    optimizers, schedules = ["adam", "sgd", "rmsprop"], ["constant", "cosine", "step", "one_cycle"]
    optimizer = optimizers.index(trial.suggest_categorical("optimizer", optimizers))
    rate = math.log10(trial.suggest_float("rate", 1e-6, 1, log=True)) - [-3, -1, -4][optimizer]
    decay = math.log10(trial.suggest_float("decay", 1e-7, 1e-1, log=True)) + 4
    layers = (trial.suggest_int("layers", 1, 30) - 18) / 30
    batch = math.log2(trial.suggest_int("batch", 16, 512, log=True)) - 7
    schedule = schedules.index(trial.suggest_categorical("schedule", schedules))
    return (0.1 + 0.1 * rate * rate + 0.03 * decay * decay + 2 * layers * layers + 0.05 * batch * batch + 0.1 * optimizer
            + [0.3, 0, 0.15, 0.05][schedule])


def best(problem, noise, seed):
    noises, values = random.Random(seed), []

    def objective(trial):
        values.append(problem(trial))
        return values[-1] + noise * noises.gauss(0, 1)

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(multivariate=True, seed=seed))
    study.optimize(objective, n_trials=TRIALS)
    return values[study.best_trial.number]


optuna.logging.set_verbosity(optuna.logging.ERROR)
problems = {"Branin": (branin, 0), "Hartmann-6": (hartmann6, 0), "mixed, noisy": (mixed, 0.05)}
print(json.dumps({
    "version": optuna.__version__,
    "bests": {name: [best(problem, noise, seed) for seed in range(SEEDS)] for name, (problem, noise) in problems.items()},
}))
