using System.Text;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Coordinator.Dashboard.Submitting;

/// <summary>
/// The form's fields, as they were typed. They become a sweep file and are checked as such, so that form and file know the same faults.
/// </summary>
public sealed class SweepForm
{
    /// <summary>The models that there are.</summary>
    public static IReadOnlyList<string> AllModels { get; } = ["resnet18", "resnet34"];

    /// <summary>The sweep's name.</summary>
    public string Name { get; set; } = "my-sweep";

    /// <summary><c>grid</c>, <c>random</c>, <c>sobol</c>, <c>tpe</c> or <c>pbt</c>.</summary>
    public string Method { get; set; } = "grid";

    /// <summary>The metric that ranks the trials.</summary>
    public string Metric { get; set; } = "test_accuracy";

    /// <summary>The models to try.</summary>
    public IReadOnlyCollection<string> Models { get; set; } = ["resnet18"];

    /// <summary>Whether <see cref="Rates"/> or the range counts.</summary>
    public RateKind RateKind { get; set; }

    /// <summary>Learning rates, separated by commas or spaces.</summary>
    public string Rates { get; set; } = "1e-3, 3e-4, 1e-4";

    /// <summary>The smallest learning rate of the range.</summary>
    public string SmallestRate { get; set; } = "1e-5";

    /// <summary>The largest.</summary>
    public string LargestRate { get; set; } = "1e-2";

    /// <summary>Batch sizes, separated by commas or spaces.</summary>
    public string BatchSizes { get; set; } = "128";

    /// <summary>Epochs of each trial.</summary>
    public string Epochs { get; set; } = "10";

    /// <summary>At most so many trials; empty for all of a grid.</summary>
    public string RunCap { get; set; } = "";

    /// <summary>Seed of the search and of the trials.</summary>
    public string Seed { get; set; } = "0";

    /// <summary>Workers that train one trial together.</summary>
    public string WorkersPerTrial { get; set; } = "1";

    /// <summary>Train on the first so many images; empty for all.</summary>
    public string TrainLimit { get; set; } = "";

    /// <summary>The sweep file that says the same.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder();
        Line("name", YamlText.Text(Name));
        Line("method", Method);
        Line("metric", $"{{ name: {Metric}, goal: {(MetricNames.IsLoss(Metric) ? "minimize" : "maximize")} }}");
        Optional("run_cap", RunCap);
        Line("parameters", "");
        Line("  model", Listed(Models));
        Line("  lr", RateKind == RateKind.Values
            ? Listed(Items(Rates))
            : $"{{ distribution: log_uniform_values, min: {YamlText.Scalar(SmallestRate)}, max: {YamlText.Scalar(LargestRate)} }}");
        Line("  batch_size", Listed(Items(BatchSizes)));
        Line("  epochs", Listed(Items(Epochs)));
        Optional("seed", Seed);
        Optional("workers_per_trial", WorkersPerTrial.Trim() == "1" ? "" : WorkersPerTrial);
        Optional("train_limit", TrainLimit);
        return yaml.ToString();

        void Optional(string key, string value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                Line(key, YamlText.Scalar(value));
            }
        }

        void Line(string key, string value) => yaml.Append(key).Append(value.Length > 0 ? ": " : ":").Append(value).Append('\n');
    }

    /// <summary>The faults of a field of this form, by the keys of the sweep file that it becomes.</summary>
    public static IEnumerable<SweepFault> FaultsOf(IEnumerable<SweepFault> faults, string key) => faults.Where(fault =>
        fault.Key == key || fault.Key.StartsWith(key + ".", StringComparison.Ordinal) || fault.Key.StartsWith(key + "[", StringComparison.Ordinal));

    private static string[] Items(string text) =>
        text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Listed(IReadOnlyCollection<string> items) => items.Count == 1
        ? $"{{ value: {YamlText.Scalar(items.First())} }}"
        : $"{{ values: [{string.Join(", ", items.Select(YamlText.Scalar))}] }}";
}
