namespace ResNet.Distributed.Contracts.Tests.Sweeps;

/// <summary>Each file is a grid or random sweep with one thing wrong in its parameters, the first of which is on line 4.</summary>
public class FaultyParameterTests
{
    private const string Rate = "a number above 0 and at most 10";

    [Theory]
    [InlineData("lr: { value: \"0.1\" }", "lr.value", "\"0.1\"", Rate)]
    [InlineData("lr: { value: abc }", "lr.value", "abc", Rate)]
    [InlineData("lr: { value: yes }", "lr.value", "yes", Rate)]
    [InlineData("lr: { value: true }", "lr.value", "true", Rate)]
    [InlineData("lr: { value: null }", "lr.value", "null", Rate)]
    [InlineData("lr: { value: }", "lr.value", "null", Rate)]
    [InlineData("lr: { value: 0 }", "lr.value", "0", Rate)]
    [InlineData("lr: { value: -1e-3 }", "lr.value", "-1e-3", Rate)]
    [InlineData("lr: { value: 10.5 }", "lr.value", "10.5", Rate)]
    [InlineData("lr: { value: 1e-400 }", "lr.value", "1e-400", Rate)]
    [InlineData("lr: { value: 1e400 }", "lr.value", "1e400", Rate)]
    [InlineData("lr: { value: .inf }", "lr.value", ".inf", Rate)]
    [InlineData("lr: { value: .nan }", "lr.value", ".nan", Rate)]
    [InlineData("lr: { value: 1_0.0 }", "lr.value", "1_0.0", Rate)]
    [InlineData("lr: { value: [0.1] }", "lr.value", "[0.1]", Rate)]
    [InlineData("lr: { values: 0.1 }", "lr.values", "0.1", "a list of at least one value")]
    [InlineData("lr: { values: [] }", "lr.values", "[]", "a list of at least one value")]
    [InlineData("lr: { values: [0.1, x] }", "lr.values[1]", "x", Rate)]
    [InlineData("lr: { values: [0.1, 1.0e-1] }", "lr.values[1]", "1.0e-1", "each value once")]
    [InlineData("lr: 0.01", "lr", "0.01", "a mapping, such as { value: 0.01 }")]
    [InlineData("lr: {}", "lr.values", "", "value, values, or min and max")]
    [InlineData("lr: { vlaue: 0.1, values: [0.1] }", "lr.vlaue", "vlaue", "did you mean 'value'?")]
    [InlineData("lr: { value: 0.1, values: [0.1] }", "lr.values", "[0.1]", "no such key beside value (constant)")]
    [InlineData("lr: { distribution: categorical, value: 0.1, values: [0.1] }", "lr.value", "0.1", "beside values (categorical)")]
    [InlineData("lr: { distribution: categorical }", "lr.values", "", "a list of values")]
    [InlineData("lr: { distribution: constant }", "lr.value", "", Rate)]
    [InlineData("learning_rate: { value: 0.1 }", "learning_rate", "learning_rate", "did you mean 'lr'?")]
    [InlineData("num_epochs: { value: 1 }", "num_epochs", "num_epochs", "did you mean 'epochs'?")]
    [InlineData("dropout: { value: 1 }", "dropout", "dropout", "model, lr, batch_size, epochs, seed, optimizer, weight_decay, momentum")]
    [InlineData("optimizer: { value: adamw }", "optimizer.value", "adamw", "adam or sgd; did you mean 'adam'?")]
    [InlineData("optimizer: { value: SGD }", "optimizer.value", "SGD", "did you mean 'sgd'?")]
    [InlineData("weight_decay: { value: -0.1 }", "weight_decay.value", "-0.1", "a number from 0 to 1")]
    [InlineData("weight_decay: { value: 1e-400 }", "weight_decay.value", "1e-400", "a number from 0 to 1")]
    [InlineData("label_smoothing: { value: 1 }", "label_smoothing.value", "1", "a number from 0 to below 1")]
    [InlineData("momentum: { value: 0.9 }", "momentum", "{ value: 0.9 }", "sgd among the values of optimizer")]
    [InlineData("lr_schedule: { value: cos }", "lr_schedule.value", "cos", "constant, cosine, step, one_cycle or warmup; did you mean 'cosine'?")]
    [InlineData("lr_warmup_epochs: { value: 1.5 }", "lr_warmup_epochs.value", "1.5", "a whole number from 0 to 100000")]
    [InlineData("augmentation: { value: true }", "augmentation.value", "true", "none or crop_flip")]
    [InlineData("augmentation: { value: crop }", "augmentation.value", "crop", "none or crop_flip; did you mean 'crop_flip'?")]
    [InlineData("lr: { values: [0.1, 0.2], probabilities: [0.5, 0.5] }", "lr.probabilities",
        "{ values: [0.1, 0.2], probabilities: [0.5, 0.5] }", "no such key with method grid")]
    [InlineData("model: { value: resnet19 }", "model.value", "resnet19", "resnet18 or resnet34; did you mean 'resnet18'?")]
    [InlineData("model: { value: 18 }", "model.value", "18", "resnet18 or resnet34")]
    [InlineData("batch_size: { value: 1 }", "batch_size.value", "1", "a whole number from 2 to 65536")]
    [InlineData("batch_size: { value: 65537 }", "batch_size.value", "65537", "a whole number from 2 to 65536")]
    [InlineData("batch_size: { value: 32.0 }", "batch_size.value", "32.0", "a whole number")]
    [InlineData("batch_size: { value: 032 }", "batch_size.value", "032", "a whole number")]
    [InlineData("batch_size: { value: 0x20 }", "batch_size.value", "0x20", "a whole number")]
    [InlineData("epochs: { value: 0 }", "epochs.value", "0", "a whole number from 1 to 100000")]
    [InlineData("epochs: { value: 99999999999999999999 }", "epochs.value", "99999999999999999999", "a whole number")]
    [InlineData("seed: { value: -1 }", "seed.value", "-1", "a whole number from 0 to 9223372036854775807")]
    [InlineData("seed: { value: 9223372036854775808 }", "seed.value", "9223372036854775808", "a whole number")]
    public void AGridsParameterIsRefused(string parameter, string key, string value, string expected) =>
        Faults.AssertOnly($"method: grid\n\nparameters:\n  {parameter}\n", 4, $"parameters.{key}", value, expected);

    [Theory]
    [InlineData("lr: { min: 0, max: 1 }", "lr.min", "0", Rate)]
    [InlineData("lr: { max: 1 }", "lr.min", "", Rate)]
    [InlineData("lr: { min: 0.1 }", "lr.max", "", Rate)]
    [InlineData("lr: { min: 0.1, max: 0.1 }", "lr.max", "0.1", "more than min (0.1)")]
    [InlineData("lr: { distribution: log_uniform_values, min: 0, max: 1 }", "lr.min", "0", Rate)]
    [InlineData("lr: { distribution: log_uniform, min: 0.1, max: 1 }", "lr.distribution", "log_uniform", "did you mean 'log_uniform_values'?")]
    [InlineData("lr: { distribution: int_uniform, min: 1, max: 2 }", "lr.distribution", "int_uniform", "did you mean 'q_uniform'?")]
    [InlineData("lr: { distribution: 3, min: 1, max: 2 }", "lr.distribution", "3", "constant, categorical, uniform, q_uniform, log_uniform_values, q_log_uniform_values, inv_log_uniform_values, normal or log_normal")]
    [InlineData("lr: { distribution: uniform, values: [1], min: 0.1, max: 1 }", "lr.values", "[1]", "beside min and max (uniform)")]
    [InlineData("batch_size: { distribution: uniform, min: 2, max: 9 }", "batch_size.distribution", "uniform", "int_uniform")]
    [InlineData("batch_size: { min: 2, max: 9.5 }", "batch_size.max", "9.5", "a whole number")]
    [InlineData("seed: { min: 9223372036854775807, max: 9223372036854775806 }", "seed.max", "9223372036854775806", "more than min")]
    [InlineData("model: { min: 1, max: 2 }", "model.values", "", "value, values")]
    [InlineData("lr: { values: [0.1, 0.2], probabilities: [0.5] }", "lr.probabilities", "[0.5]", "a list of 2 numbers")]
    [InlineData("lr: { values: [0.1, 0.2], probabilities: 0.5 }", "lr.probabilities", "0.5", "a list of 2 numbers")]
    [InlineData("lr: { values: [0.1, 0.2], probabilities: [0.5, 0.6] }", "lr.probabilities", "[0.5, 0.6]", "1 in all")]
    [InlineData("lr: { values: [0.1, 0.2], probabilities: [1.5, -0.5] }", "lr.probabilities[0]", "1.5", "a number from 0 to 1", 2)]
    [InlineData("lr: { value: 0.1, probabilities: [1] }", "lr.probabilities", "[1]", "no such key beside value (constant)")]
    [InlineData("lr: { min: 0.1, max: 1, q: 0.1 }", "lr.q", "0.1", "no such key beside min and max (uniform)")]
    [InlineData("lr: { distribution: q_uniform, min: 0.1, max: 1, q: 0 }", "lr.q", "0", "two multiples or more from 0.1 to 1")]
    [InlineData("lr: { distribution: q_uniform, min: 0.1, max: 1, q: 2 }", "lr.q", "2", "two multiples or more from 0.1 to 1")]
    [InlineData("lr: { distribution: q_uniform, min: 0.11, max: 0.19, q: 0.1 }", "lr.q", "0.1", "two multiples or more from 0.11 to 0.19")]
    [InlineData("lr: { distribution: q_uniform, min: 0.1, max: 0.9 }", "lr.q", "", "without it, it is 1")]
    [InlineData("lr: { distribution: q_uniform, min: 0.1, max: 1, q: 1e-11 }", "lr.q", "1e-11", "a number not below max / 1000000000")]
    [InlineData("batch_size: { distribution: q_uniform, min: 2, max: 9, q: 1.5 }", "batch_size.q", "1.5", "a whole number, with two multiples")]
    [InlineData("batch_size: { distribution: q_uniform, min: 33, max: 63, q: 32 }", "batch_size.q", "32", "two multiples or more from 33 to 63")]
    [InlineData("batch_size: { distribution: log_uniform_values, min: 2, max: 9 }", "batch_size.distribution", "log_uniform_values",
        "int_uniform, q_uniform or q_log_uniform_values")]
    [InlineData("seed: { distribution: q_log_uniform_values, min: 0, max: 9 }", "seed.min", "0", "a number above 0 (q_log_uniform_values)")]
    [InlineData("weight_decay: { distribution: log_uniform_values, min: 0, max: 0.1 }", "weight_decay.min", "0", "a number above 0")]
    [InlineData("weight_decay: { distribution: inv_log_uniform_values, min: 0, max: 0.1 }", "weight_decay.min", "0", "a number above 0")]
    [InlineData("lr: { mu: 0.1, sigma: 0.2 }", "lr.distribution", "", "normal or log_normal beside mu and sigma")]
    [InlineData("lr: { distribution: normal, mu: -1 }", "lr.mu", "-1", "a number that lr can be")]
    [InlineData("lr: { distribution: normal, mu: 0.1, sigma: 0 }", "lr.sigma", "0", "a number above 0 and at most 1000000")]
    [InlineData("lr: { distribution: log_normal, mu: 3 }", "lr.mu", "3", "by its natural logarithm")]
    [InlineData("lr: { distribution: normal, min: 0.1 }", "lr.min", "0.1", "no such key beside mu and sigma (normal)")]
    [InlineData("lr: { distribution: q_normal, mu: 0.1 }", "lr.distribution", "q_normal", "did you mean 'normal'?")]
    public void ARandomSearchsParameterIsRefused(string parameter, string key, string value, string expected, int faults = 1)
    {
        var found = Faults.Of($"method: random\nrun_cap: 3\nparameters:\n  {parameter}\n");
        Assert.Equal((faults, 4, $"parameters.{key}", value), (found.Count, found[0].Line, found[0].Key, found[0].Value));
        Assert.Contains(expected, found[0].Expected);
    }

    [Fact]
    public void ALineIsThatOfTheValueNotOfItsParameter() =>
        Faults.AssertOnly(
            "method: grid\nparameters:\n  lr:\n    values:\n      - 0.1\n      # too much\n      - 11\n",
            7, "parameters.lr.values[1]", "11", Rate);
}
