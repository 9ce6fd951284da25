using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>Reads the keys of a sweep from its tree.</summary>
internal sealed class SweepReader
{
    /// <summary>More trials than a sweep can hold in view; also what bounds a grid.</summary>
    public const int MostTrials = 100_000;

    private const int MostPriority = 1000;
    private const string WarmStart = "warm_start";
    private const string ChannelsLast = "channels_last";
    private const string Winograd = "winograd";

    private static readonly string[] KnownKeys =
    [
        "name", "method", "metric", "run_cap", "parameters", "early_terminate", "seed", "workers_per_trial", "sync_batchnorm", "precision", ChannelsLast, Winograd,
        "max_failures", "train_limit", "test_limit", "checkpoint_interval", "recipe", "time_budget", "max_concurrent", "target", "priority", WarmStart,
        PopulationReader.Key,
    ];

    private readonly Section _root;
    private readonly FaultList _faults;
    private Section? _metric;

    private SweepReader(Section root, FaultList faults) => (_root, _faults) = (root, faults);

    /// <summary>The sweep. Where the fault list is not empty afterwards, parts of it are missing and it must not be used.</summary>
    public static SweepSpec Read(YamlNode root, string text, string source, FaultList faults)
    {
        if (root is not YamlMapping mapping)
        {
            if (root is not RefusedNode)
            {
                faults.AddUnreadable(root.Line, "", $"{root}", "a mapping: at least the keys method and parameters");
            }

            faults.ThrowIfAny();
            mapping = new YamlMapping(root.Line, []);
        }

        return new SweepReader(new Section(mapping, "", KnownKeys, faults), faults).Read(text, source);
    }

    private SweepSpec Read(string text, string source)
    {
        var name = ReadName("name") ?? SweepName.From(source);
        var method = ReadMethod();
        var recipe = _root.Choice("recipe", "standard", "script") == "script" ? TrainingRecipe.Script : TrainingRecipe.Standard;
        var metric = ReadMetric(recipe);
        var runCap = (int?)_root.Whole("run_cap", 1, MostTrials);
        var parameters = new SearchSpaceReader(_root, _faults).Read(recipe);
        var spec = new SweepSpec
        {
            Name = name,
            Method = method ?? SearchMethod.Random,
            Metric = metric,
            RunCap = runCap,
            Parameters = parameters,
            Seed = _root.Whole("seed", 0, long.MaxValue) ?? (recipe == TrainingRecipe.Script ? null : 0),
            MaxFailures = (int?)_root.Whole("max_failures", 0, 100) ?? 3,
            TrainLimit = (int?)_root.Whole("train_limit", 1, int.MaxValue),
            TestLimit = (int?)_root.Whole("test_limit", 1, int.MaxValue),
            CheckpointInterval = _root.Whole("checkpoint_interval", 1, 86_400) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : SweepSpec.DefaultCheckpointInterval,
            Recipe = recipe,
            WorkersPerTrial = WorkerCountReader.Read(_root),
            SyncBatchNorm = _root.Truth("sync_batchnorm") ?? false,
            Precision = ReadPrecision(),
            ChannelsLast = _root.Truth(ChannelsLast) ?? false,
            Winograd = _root.Truth(Winograd) ?? false,
            TimeBudget = BudgetReader.TimeBudget(_root),
            MaxConcurrent = (int?)_root.Whole("max_concurrent", 1, MostTrials),
            Target = BudgetReader.TargetOf(_root, _metric, metric.Name),
            Priority = (int?)_root.Whole("priority", -MostPriority, MostPriority) ?? 0,
            WarmStart = ReadName(WarmStart),
            Text = text,
        };
        int? epochs = spec.MostEpochs is > 0 and var most ? most : null;
        spec = spec with
        {
            EarlyTerminate = EarlyTerminationReader.Read(_root, metric.Name, epochs),
            Population = PopulationReader.Read(_root, method, epochs),
        };
        new SweepRules(_root, _faults).Check(spec, method);
        return spec;
    }

    private string? ReadName(string key)
    {
        if (_root.Find(key) is not { } node)
        {
            return null;
        }

        if (node is YamlScalar { Kind: ScalarKind.Text } scalar && SweepName.IsValid(scalar.Text))
        {
            return scalar.Text;
        }

        _root.Refuse(node, key, SweepName.Expected);
        return null;
    }

    private SearchMethod? ReadMethod()
    {
        const string choices = "grid, random, sobol, tpe or pbt";
        switch (_root.Find("method"))
        {
            case null:
                _root.Missing("method", choices);
                return null;
            case YamlScalar { Kind: ScalarKind.Text, Text: "bayes" } bayes:
                _root.Refuse(bayes, "method", $"{choices}; in place of W&B's bayes, which is a Gaussian process, tpe learns from the trials before");
                return null;
        }

        return _root.Choice("method", "grid", "random", "sobol", "tpe", "pbt") switch
        {
            "grid" => SearchMethod.Grid,
            "random" => SearchMethod.Random,
            "sobol" => SearchMethod.Sobol,
            "tpe" => SearchMethod.Tpe,
            "pbt" => SearchMethod.Pbt,
            _ => null,
        };
    }

    private TrainingPrecision ReadPrecision() => _root.Choice("precision", "fp32", "tf32", "bf16") switch
    {
        "tf32" => TrainingPrecision.Tf32,
        "bf16" => TrainingPrecision.Bf16,
        _ => TrainingPrecision.Fp32,
    };

    private MetricSpec ReadMetric(TrainingRecipe recipe)
    {
        const string standard = "test_accuracy";
        var section = _metric = _root.Mapping("metric", "{ name: test_accuracy, goal: maximize }", ["name", "goal", "target"]);
        var name = section?.Choice("name", MetricNames.All) ?? standard;
        if (recipe == TrainingRecipe.Script && name == "test_loss")
        {
            section!.Refuse(section.Find("name")!, "name", "another metric: recipe script computes no test loss");
        }

        var usual = MetricNames.IsLoss(name) ? MetricGoal.Minimize : MetricGoal.Maximize;
        return new MetricSpec(name, section?.Choice("goal", "maximize", "minimize") switch
        {
            "maximize" => MetricGoal.Maximize,
            "minimize" => MetricGoal.Minimize,
            _ => usual,
        });
    }
}
