using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.Coordinator.Dashboard.Curves;

/// <summary>Which trials have a colour of their own: all of a small sweep, the best of a large one.</summary>
internal static class Spotlight
{
    /// <summary>A colour's index, from 0 and below <paramref name="colours"/>, for each trial that has one; no two have the same.</summary>
    /// <remarks>A trial prefers the colour that its number says, so that colours stay when a trial enters or leaves.</remarks>
    public static ImmutableSortedDictionary<int, int> Choose(IReadOnlyCollection<TrialView> trials, string goal, int colours)
    {
        var chosen = trials.Count <= colours
            ? trials
            : TrialRanking.BestFirst(trials, goal).Where(trial => trial.Best is not null).Take(colours);
        var taken = new HashSet<int>();
        var slots = ImmutableSortedDictionary.CreateBuilder<int, int>();
        foreach (var number in chosen.Select(trial => trial.Number).Order())
        {
            var slot = (number - 1) % colours;
            while (!taken.Add(slot))
            {
                slot = (slot + 1) % colours;
            }

            slots[number] = slot;
        }

        return slots.ToImmutable();
    }
}
