"""Optuna's importances of the trials of ImportancesTests.The_figures_are_those_of_Optuna: mean and standard deviation of ten runs.

    pip install optuna scikit-learn && python benchmarks/Search/optuna_importance.py
"""

import math
import statistics

import optuna
from optuna.distributions import FloatDistribution
from optuna.importance import FanovaImportanceEvaluator, get_param_importances

STEPS = {"a": 0.8191725134, "b": 0.6710436067, "c": 0.5497004779}
SPACE = {name: FloatDistribution(0, 1) for name in STEPS}

optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study()
for number in range(1, 201):
    x = {name: math.modf(number * step)[0] for name, step in STEPS.items()}
    value = 2 * (x["a"] - 0.3) ** 2 + math.sin(3 * x["b"]) + x["a"] * x["c"]
    study.add_trial(optuna.create_trial(params=x, distributions=SPACE, value=value))

runs = [get_param_importances(study, evaluator=FanovaImportanceEvaluator(seed=seed), normalize=False) for seed in range(10)]
for name in SPACE:
    shares = [run[name] for run in runs]
    print(f"{name} {statistics.mean(shares):.3f} ± {statistics.pstdev(shares):.3f}")
