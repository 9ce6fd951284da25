using System.Globalization;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Contracts.Sweeps;

/// <summary>
/// How trials end early: what the key <c>early_terminate</c> says. All epochs are counted as epochs done, from 1. Its text is what a
/// sweep file would say, on one line.
/// </summary>
public abstract record EarlyTermination;

/// <summary>
/// ASHA: a trial pauses at each rung, and goes on when it is among the best 1/<paramref name="Eta"/> of those that got there.
/// </summary>
/// <param name="MinIter">Epochs to the first rung, from 1.</param>
/// <param name="MaxIter">All rungs are below it; null: the most epochs that a trial has.</param>
/// <param name="Eta">The factor between rungs, and of the trials between them; from 2.</param>
public sealed record AshaTermination(int MinIter, int? MaxIter, int Eta) : EarlyTermination
{
    /// <inheritdoc/>
    public override string ToString() => TerminationText.Of("asha", ("min_iter", MinIter), ("max_iter", MaxIter), ("eta", Eta));
}

/// <summary>Hyperband: brackets of trials, each halved at its own rungs.</summary>
/// <param name="MinIter">Epochs to the first rung of the first bracket; null: as <paramref name="Depth"/> says.</param>
/// <param name="MaxIter">The paper's R: all rungs are below it; null: the most epochs that a trial has.</param>
/// <param name="Depth">The paper's s_max: rungs of the first bracket; null: as many as fit.</param>
/// <param name="Eta">The factor between rungs, and of the trials between them; from 2.</param>
public sealed record HyperbandTermination(int? MinIter, int? MaxIter, int? Depth, int Eta) : EarlyTermination
{
    /// <inheritdoc/>
    public override string ToString() =>
        TerminationText.Of("hyperband", ("min_iter", MinIter), ("max_iter", MaxIter), ("s", Depth), ("eta", Eta));
}

/// <summary>The median stopping rule: a trial stops when its best so far is worse than the median of the completed ones' means so far.</summary>
/// <param name="MinIter">No trial stops before it has done so many epochs.</param>
/// <param name="MinTrials">No trial stops before so many have completed.</param>
public sealed record MedianTermination(int MinIter, int MinTrials) : EarlyTermination
{
    /// <inheritdoc/>
    public override string ToString() => TerminationText.Of("median", ("min_iter", MinIter), ("min_trials", MinTrials));
}

/// <summary>A trial stops when it has not become better for a while.</summary>
/// <param name="Epochs">For how many epochs in a row, from 1.</param>
/// <param name="MinDelta">Better by no more than this does not count, from 0.</param>
public sealed record PatienceTermination(int Epochs, double MinDelta) : EarlyTermination
{
    /// <inheritdoc/>
    public override string ToString() =>
        TerminationText.Of("patience", ("epochs", Epochs), ("min_delta", ParameterValue.Of(MinDelta)));
}

/// <summary>A trial stops when it has not reached a value in time.</summary>
/// <param name="Value">The value of the sweep's metric that it has to reach.</param>
/// <param name="Epoch">After so many epochs, from 1.</param>
public sealed record ThresholdTermination(double Value, int Epoch) : EarlyTermination
{
    /// <inheritdoc/>
    public override string ToString() =>
        TerminationText.Of("threshold", ("value", ParameterValue.Of(Value)), ("epoch", Epoch));
}

/// <summary>An early termination on one line.</summary>
internal static class TerminationText
{
    /// <summary><c>{ type: asha, min_iter: 1, eta: 3 }</c>; a key without a value is left out.</summary>
    public static string Of(string type, params (string Key, object? Value)[] keys) =>
        $"{{ {string.Join(", ", keys.Where(k => k.Value is not null).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Key}: {k.Value}")).Prepend($"type: {type}"))} }}";
}
