using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps.Reading;

/// <summary>What has to hold between the keys of a sweep.</summary>
internal sealed class SweepRules(Section root, FaultList faults)
{
    // All of them wait for each other at each rung.
    private const int MostMembers = 1000;

    /// <param name="spec">The sweep, without the parts that have faults of their own.</param>
    /// <param name="method">The method, null where it has a fault.</param>
    public void Check(SweepSpec spec, SearchMethod? method)
    {
        if (method is not (null or SearchMethod.Grid) && !root.Has("run_cap"))
        {
            faults.Add(
                root.LineOf("method"), "run_cap", "", $"the number of trials: method {method.Value.ToString().ToLowerInvariant()} has no end of its own");
        }

        if (method == SearchMethod.Grid)
        {
            CheckGrid(spec);
        }

        if (method == SearchMethod.Pbt)
        {
            CheckPopulation(spec);
        }

        CheckWarmStart(spec, method);
        CheckMomentum(spec);
        if (spec is { Winograd: true, Precision: TrainingPrecision.Bf16 })
        {
            faults.Add(root.LineOf("winograd"), "winograd", "true", "false: precision bf16 has convolutions of its own");
        }

        if (spec.Recipe == TrainingRecipe.Script)
        {
            CheckBatchFits(spec);
            if (spec.Precision != TrainingPrecision.Fp32)
            {
                faults.Add(
                    root.LineOf("precision"), "precision", spec.Precision.ToString().ToLowerInvariant(), "fp32: recipe script is the script to the number");
            }

            if (spec.ChannelsLast)
            {
                faults.Add(root.LineOf("channels_last"), "channels_last", "true", "false: recipe script is the script to the number");
            }

            if (spec.Winograd)
            {
                faults.Add(root.LineOf("winograd"), "winograd", "true", "false: recipe script is the script to the number");
            }

            if (spec.WorkersPerTrial.Max > 1)
            {
                faults.Add(
                    root.LineOf(WorkerCountReader.Key), WorkerCountReader.Key, $"{spec.WorkersPerTrial}", "1: recipe script runs on one worker");
            }
        }
        else if (spec.WorkersPerTrial.Max > 1)
        {
            CheckBatchIsShared(spec);
        }
    }

    /// <summary>Every worker of a trial has an equal part of each batch.</summary>
    private void CheckBatchIsShared(SweepSpec spec)
    {
        var domain = DomainOf(spec, ParameterNames.BatchSize);
        var unshared = domain is ListedValues listed
            ? string.Join(", ", listed.Values.Where(v => spec.WorkersPerTrial.SizesFor(v.Integer ?? 0).IsEmpty))
            : spec.WorkersPerTrial.Min > 1 ? $"{domain}" : "";
        if (unshared.Length > 0)
        {
            faults.Add(
                ParameterLine(ParameterNames.BatchSize), $"parameters.{ParameterNames.BatchSize}", unshared,
                $"listed values that workers_per_trial ({spec.WorkersPerTrial}) can share evenly: it is the batch of all workers together");
        }
    }

    private void CheckGrid(SweepSpec spec)
    {
        foreach (var (name, domain) in spec.Parameters.Where(p => p.Value is not ListedValues))
        {
            faults.Add(ParameterLine(name), $"parameters.{name}", $"{domain}", "value or values: method grid tries listed values");
        }

        foreach (var (name, domain) in spec.Parameters.Where(p => p.Value is ListedValues { Probabilities.IsEmpty: false }))
        {
            faults.Add(
                ParameterLine(name), $"parameters.{name}.probabilities", $"{domain}", "no such key with method grid, which tries each value equally often");
        }

        if (!root.Has("run_cap") && GridSize.Of(spec.Parameters) is var size && size > SweepReader.MostTrials)
        {
            faults.Add(root.LineOf("method"), "run_cap", "", $"a limit, as the grid has {size} combinations: 1 to {SweepReader.MostTrials}");
        }
    }

    /// <summary>Its trials take over each other's weights at the same epochs, and nothing else decides which of them go on.</summary>
    private void CheckPopulation(SweepSpec spec)
    {
        if (spec.RunCap is < 2 or > MostMembers)
        {
            root.Refuse(root.Find("run_cap")!, "run_cap", $"{Scalars.WholeExpected(2, MostMembers)}: it is the size of the population");
        }

        if (spec.EarlyTerminate is not null)
        {
            root.Refuse(root.Find(EarlyTerminationReader.Key)!, EarlyTerminationReader.Key, "none: with method pbt the trials decide among themselves which weights go on");
        }

        foreach (var name in (string[])[ParameterNames.Model, ParameterNames.Epochs])
        {
            if (DomainOf(spec, name) is { } domain and not ListedValues { Values.Length: 1 })
            {
                faults.Add(
                    ParameterLine(name), $"parameters.{name}", $"{domain}", "a single value: the trials of a population take over each other's weights at the same epochs");
            }
        }

        var explored = spec.Parameters.Where(p => PopulationSpec.Explored.Contains(p.Key)).Select(p => p.Value);
        if (!faults.Any && explored.All(domain => domain is ListedValues { Values.Length: 1 }))
        {
            faults.Add(
                root.LineOf("parameters"), "parameters", "",
                $"a range or several values for one at least of {string.Join(", ", PopulationSpec.Explored)}: nothing else can change in the middle of a training");
        }
    }

    private void CheckWarmStart(SweepSpec spec, SearchMethod? method)
    {
        if (spec.WarmStart is null || method is null)
        {
            return;
        }

        if (method != SearchMethod.Tpe)
        {
            root.Refuse(root.Find("warm_start")!, "warm_start", "no such key: of all methods tpe alone learns from other trials");
        }
        else if (spec.WarmStart == spec.Name)
        {
            root.Refuse(root.Find("warm_start")!, "warm_start", "another sweep than this one");
        }
    }

    /// <summary>Adam has a momentum of its own.</summary>
    private void CheckMomentum(SweepSpec spec)
    {
        var (momentum, optimizer) = (DomainOf(spec, ParameterNames.Momentum), DomainOf(spec, ParameterNames.Optimizer) as ListedValues);
        var canBeSgd = optimizer?.Values.Contains(ParameterValue.Of("sgd")) ?? (root.Find("parameters") as YamlMapping)?.Entries.Any(e => e.Key == ParameterNames.Optimizer);
        if (momentum is not null and not ListedValues { Values: [{ Number: 0 }] } && canBeSgd != true)
        {
            faults.Add(
                ParameterLine(ParameterNames.Momentum), $"parameters.{ParameterNames.Momentum}", $"{momentum}",
                "sgd among the values of optimizer: adam, which it is without, has a momentum of its own");
        }
    }

    private static ParameterDomain? DomainOf(SweepSpec spec, string name) => spec.Parameters.FirstOrDefault(p => p.Key == name).Value;

    /// <summary>The script drops the last partial batch: a batch larger than all the images leaves no step to train.</summary>
    private void CheckBatchFits(SweepSpec spec)
    {
        var largest = DomainOf(spec, ParameterNames.BatchSize) switch
        {
            ListedValues listed => listed.Values.Max(v => v.Integer ?? 0),
            IntegerUniformRange range => range.Max,
            QuantizedRange range => range.Times(range.Last).Integer ?? 0,
            _ => 0,
        };
        if (largest > spec.TrainLimit)
        {
            faults.Add(
                ParameterLine(ParameterNames.BatchSize), $"parameters.{ParameterNames.BatchSize}", $"{largest}",
                $"at most train_limit ({spec.TrainLimit}): recipe script drops the last partial batch");
        }
    }

    private int ParameterLine(string name) =>
        (root.Find("parameters") as YamlMapping)?.Entries.FirstOrDefault(e => e.Key == name)?.Line ?? root.LineOf("train_limit");
}
