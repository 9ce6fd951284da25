using System.Text;

namespace ResNet.Distributed.Measuring;

/// <summary>Figures beside their goals, as Markdown.</summary>
public static class GoalTable
{
    /// <summary>A row for each.</summary>
    public static string Of(IEnumerable<Goal> goals)
    {
        var table = new StringBuilder("| | Goal | Found | |\n|---|--:|--:|---|\n");
        foreach (var goal in goals)
        {
            table.Append($"| {goal.Figure} | {goal.Wanted} | {goal.Found} | {(goal.IsMet ? "met" : "**missed**")} |\n");
        }

        return table.ToString();
    }
}
