namespace ResNet.Distributed.Contracts.Tests.Sweeps;

/// <summary>One thing wrong in the top-level keys.</summary>
public class FaultyKeyTests
{
    private const string Name = "lower-case letters";

    [Theory]
    [InlineData("name: Resnet", "name", "Resnet", Name)]
    [InlineData("name: ../up", "name", "../up", Name)]
    [InlineData("name: .hidden", "name", ".hidden", Name)]
    [InlineData("name: ''", "name", "\"\"", Name)]
    [InlineData("name: 2024", "name", "2024", "in quotes if it is a number")]
    [InlineData("name: true", "name", "true", Name)]
    [InlineData("name: [a]", "name", "[a]", Name)]
    [InlineData("name: a2345678901234567890123456789012345678901234567890123456789012345", "name",
        "a23456789012345678901234567890123456789012345678901234567890…", Name)]
    [InlineData("metric: test_loss", "metric", "test_loss", "a mapping, such as { name: test_accuracy, goal: maximize }")]
    [InlineData("metric: { name: test_acc }", "metric.name", "test_acc", "did you mean 'test_accuracy'?")]
    [InlineData("metric: { goal: up }", "metric.goal", "up", "maximize or minimize")]
    [InlineData("metric: { best: 1 }", "metric.best", "best", "name, goal or target")]
    [InlineData("metric: { target: 90 }", "metric.target", "90", "an accuracy, from 0 to 1")]
    [InlineData("run_cap: 0", "run_cap", "0", "a whole number from 1 to 100000")]
    [InlineData("run_cap: 1.5", "run_cap", "1.5", "a whole number from 1 to 100000")]
    [InlineData("early_terminate: hyperband", "early_terminate", "hyperband", "none, or a mapping, such as { type: asha")]
    [InlineData("early_terminate: {}", "early_terminate.type", "", "asha, hyperband, median, patience or threshold")]
    [InlineData("early_terminate: { type: hyperbnad }", "early_terminate.type", "hyperbnad", "did you mean 'hyperband'?")]
    [InlineData("early_terminate: { type: asha, s: 2 }", "early_terminate.s", "s", "type, min_iter, max_iter or eta")]
    [InlineData("early_terminate: { type: asha, eta: 1 }", "early_terminate.eta", "1", "a whole number from 2 to 100")]
    [InlineData("early_terminate: { type: asha, min_iter: 0 }", "early_terminate.min_iter", "0", "a whole number from 1")]
    [InlineData("early_terminate: { type: asha, min_iter: 10 }", "early_terminate.min_iter", "10", "less than the epochs of the trials (10)")]
    [InlineData("early_terminate: { type: asha, min_iter: 3, max_iter: 3 }", "early_terminate.max_iter", "3", "more than min_iter (3)")]
    [InlineData("early_terminate: { type: hyperband, min_iter: 1, s: 2 }", "early_terminate.s", "2", "no such key beside min_iter")]
    [InlineData("early_terminate: { type: hyperband, eta: 11 }", "early_terminate.eta", "11", "at most the epochs that are to be divided (10)")]
    [InlineData("early_terminate: { type: hyperband, max_iter: 2 }", "early_terminate.max_iter", "2", "at least eta (3)")]
    [InlineData("early_terminate: { type: hyperband, strict: 1 }", "early_terminate.strict", "1", "true or false")]
    [InlineData("early_terminate: { type: median, min_trials: 0 }", "early_terminate.min_trials", "0", "a whole number from 1 to 1000")]
    [InlineData("early_terminate: { type: patience }", "early_terminate.epochs", "", "the epochs in a row")]
    [InlineData("early_terminate: { type: patience, epochs: 2, min_delta: -1 }", "early_terminate.min_delta", "-1", "a number from 0")]
    [InlineData("early_terminate: { type: threshold, epoch: 2 }", "early_terminate.value", "", "the value of test_accuracy")]
    [InlineData("early_terminate: { type: threshold, value: 50 }", "early_terminate.value", "50", "an accuracy, from 0 to 1")]
    [InlineData("early_terminate: { type: threshold, value: 0.5, epoch: 10 }", "early_terminate.epoch", "10", "less than the epochs")]
    [InlineData("pbt: { interval: 2 }", "pbt", "{ interval: 2 }", "no such key with method grid")]
    [InlineData("time_budget: 0", "time_budget", "0", "whole seconds, or a whole number with s, m, h or d")]
    [InlineData("time_budget: 1.5h", "time_budget", "1.5h", "such as 2h")]
    [InlineData("time_budget: 366d", "time_budget", "366d", "at most 365d")]
    [InlineData("max_concurrent: 0", "max_concurrent", "0", "a whole number from 1 to 100000")]
    [InlineData("target: 1.01", "target", "1.01", "an accuracy, from 0 to 1")]
    [InlineData("target: 0.2\nmetric: { name: test_loss, target: 0.1 }", "target", "0.2", "one of target and metric.target")]
    [InlineData("priority: high", "priority", "high", "a whole number from -1000 to 1000")]
    [InlineData("seed: -1", "seed", "-1", "a whole number from 0 to 9223372036854775807")]
    [InlineData("seed: '0'", "seed", "\"0\"", "a whole number")]
    [InlineData("workers_per_trial: 0", "workers_per_trial", "0", "a whole number from 1 to 1024, or { min: 1, max: 4 }")]
    [InlineData("workers_per_trial: [1, 2]", "workers_per_trial", "[1, 2]", "or { min: 1, max: 4 }")]
    [InlineData("workers_per_trial: { min: 2 }", "workers_per_trial.max", "", "a whole number from 1 to 1024")]
    [InlineData("workers_per_trial: { min: 4, max: 2 }", "workers_per_trial.max", "2", "at least min (4)")]
    [InlineData("workers_per_trial: { min: 1, max: 2, most: 3 }", "workers_per_trial.most", "most", "min or max")]
    [InlineData("sync_batchnorm: 1", "sync_batchnorm", "1", "true or false")]
    [InlineData("channels_last: 1", "channels_last", "1", "true or false")]
    [InlineData("winograd: f43", "winograd", "f43", "true or false")]
    [InlineData("winograd: true\nprecision: bf16", "winograd", "true", "precision bf16 has convolutions of its own")]
    [InlineData("sync_batchnorm: 'true'", "sync_batchnorm", "\"true\"", "true or false")]
    [InlineData("precision: fp16", "precision", "fp16", "fp32, tf32 or bf16")]
    [InlineData("precision: 16", "precision", "16", "fp32, tf32 or bf16")]
    [InlineData("precision: [bf16]", "precision", "[bf16]", "fp32, tf32 or bf16")]
    [InlineData("max_failures: 101", "max_failures", "101", "a whole number from 0 to 100")]
    [InlineData("train_limit: 0", "train_limit", "0", "a whole number from 1 to 2147483647")]
    [InlineData("test_limit: ten", "test_limit", "ten", "a whole number from 1 to 2147483647")]
    [InlineData("checkpoint_interval: 0", "checkpoint_interval", "0", "a whole number from 1 to 86400")]
    [InlineData("recipe: scirpt", "recipe", "scirpt", "did you mean 'script'?")]
    [InlineData("paramters: {}", "paramters", "paramters", "did you mean 'parameters'?")]
    [InlineData("program: train.py", "program", "program", "name, method, metric, run_cap")]
    [InlineData("? [a]\n: 1", "", "[a]", "a plain word as key")]
    [InlineData("run_cap: *cap", "run_cap", "*cap", "aliases are not read")]
    [InlineData("run_cap: !odd 3", "run_cap", "!odd 3", "a value without a tag")]
    [InlineData("method: random", "method", "random", "each key once: it is on line 2 already")]
    public void AKeyIsRefused(string line, string key, string value, string expected) =>
        Faults.AssertOnly($"# a comment\nmethod: grid\nparameters: {{}}\n{line}\n", 4, key, value, expected);

    [Theory]
    [InlineData("parameters: {}", 1, "method", "", "grid, random, sobol, tpe or pbt")]
    [InlineData("parameters: {}\nmethod: bayes", 2, "method", "bayes", "in place of W&B's bayes, which is a Gaussian process, tpe")]
    [InlineData("parameters: {}\nmethod: soboll", 2, "method", "soboll", "did you mean 'sobol'?")]
    [InlineData("parameters: {}\nmethod: Grid", 2, "method", "Grid", "did you mean 'grid'?")]
    [InlineData("method: grid", 1, "parameters", "", "a mapping")]
    [InlineData("method: grid\nparameters:", 2, "parameters", "null", "a mapping")]
    [InlineData("parameters: {}\n\nmethod: random", 3, "run_cap", "", "the number of trials: method random has no end")]
    [InlineData("parameters: {}\n\nmethod: sobol", 3, "run_cap", "", "the number of trials: method sobol has no end")]
    [InlineData("parameters: {}\n\nmethod: tpe", 3, "run_cap", "", "the number of trials: method tpe has no end")]
    [InlineData("parameters: {}\nmethod: random\nrun_cap: 2\nwarm_start: other", 4, "warm_start", "other", "tpe alone learns from other trials")]
    [InlineData("name: a\nparameters: {}\nmethod: tpe\nrun_cap: 2\nwarm_start: a", 5, "warm_start", "a", "another sweep than this one")]
    [InlineData("parameters: {}\nmethod: tpe\nrun_cap: 2\nwarm_start: ../a", 4, "warm_start", "../a", Name)]
    [InlineData("parameters: {}\nmethod: tpe\nrun_cap: 2\nwarm_start: [a, b]", 4, "warm_start", "[a, b]", Name)]
    public void WhatASweepNeedsIsAskedFor(string text, int line, string key, string value, string expected) =>
        Faults.AssertOnly(text, line, key, value, expected);

    [Fact]
    public void AGridHasNoRanges() => Faults.AssertOnly(
        "method: grid\nparameters:\n  lr: { min: 0.1, max: 1 }",
        3, "parameters.lr", "{ distribution: uniform, min: 0.1, max: 1 }", "method grid tries listed values");

    [Fact]
    public void AGridIsBounded()
    {
        var list = string.Join(", ", Enumerable.Range(2, 400));
        var text = $"method: grid\nparameters:\n  epochs: {{ values: [{list}] }}\n  seed: {{ values: [{list}] }}\n";
        Faults.AssertOnly(text, 1, "run_cap", "", "the grid has 160000 combinations");
        Assert.Equal(5, Contracts.Sweeps.SweepFile.Parse(text + "run_cap: 5", "big").RunCap);
    }

    [Fact]
    public void TheScriptsRecipeNeedsAFullBatch() => Faults.AssertOnly(
        "method: grid\nrecipe: script\ntrain_limit: 100\nparameters:\n  batch_size: { values: [50, 101] }",
        5, "parameters.batch_size", "101", "at most train_limit (100)");

    [Fact]
    public void TheScriptsRecipeNeedsAFullBatchByDefaultToo() => Faults.AssertOnly(
        "method: grid\nrecipe: script\ntrain_limit: 100\nparameters: {}",
        3, "parameters.batch_size", "128", "at most train_limit (100)");

    [Theory]
    [InlineData("bf16")]
    [InlineData("tf32")]
    public void TheScriptsRecipeIsFp32(string precision) => Faults.AssertOnly(
        $"method: grid\nrecipe: script\nparameters: {{}}\nprecision: {precision}",
        4, "precision", precision, "fp32: recipe script");

    [Fact]
    public void TheScriptsRecipeHasNoTestLoss() => Faults.AssertOnly(
        "method: grid\nrecipe: script\nparameters: {}\nmetric: { name: test_loss }",
        4, "metric.name", "test_loss", "computes no test loss");
}
