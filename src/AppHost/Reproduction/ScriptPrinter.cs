using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Training.Numerics;

namespace ResNet.Distributed.AppHost.Reproduction;

/// <summary>Prints each epoch's line in order, exactly once, however often it is told of an epoch.</summary>
/// <param name="print">Takes a line.</param>
internal sealed class ScriptPrinter(Action<string> print)
{
    /// <summary>How many lines have been printed.</summary>
    public int Printed { get; private set; }

    /// <summary>Prints what is new among <paramref name="epochs"/>, which hold all epochs so far.</summary>
    public void Print(ImmutableArray<EpochMetrics> epochs)
    {
        foreach (var epoch in epochs.Where(e => e.Epoch >= Printed).OrderBy(e => e.Epoch).ToList())
        {
            if (epoch.Epoch != Printed)
            {
                // One is missing: it will be there the next time.
                return;
            }

            print(ScriptLine.Format(epoch.Epoch, epoch.TrainLoss, epoch.TrainAccuracy, epoch.TestAccuracy));
            Printed++;
        }
    }
}
