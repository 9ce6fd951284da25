using System.Globalization;
using System.Text;
using ResNet.Distributed.Measuring;
using static System.FormattableString;

namespace ResNet.Distributed.Start;

/// <summary>The figures as a section of the page of results.</summary>
internal static class StartSection
{
    private const double Wanted = 5;
    private const double WantedMegabytes = 250;

    // The last milestone but one: the attempt begins.
    private static readonly int FirstStep = Milestone.All.Count - 2;

    public static Section Of(IReadOnlyList<IReadOnlyList<double>> starts, long idleBytes, int idleSeconds)
    {
        var text = new StringBuilder();
        Line($"`dotnet run --no-build --project src/AppHost -- sweep FILE` with CIFAR-10's real size, one worker on all cores, started {starts.Count} times into new folders.");
        Line($"Seconds from the command, and from the line before: median (least to most).");
        Line($"");
        Line($"| | from the command | from the line before |");
        Line($"|---|--:|--:|");
        for (var i = 0; i < Milestone.All.Count; i++)
        {
            var here = i;
            var since = starts.Select(start => start[here] - (here == 0 ? 0 : start[here - 1]));
            Line($"| {Milestone.All[i].Name} | {At(i).Text("0.00")} | {Spread.Of(since).Text("0.00")} |");
        }

        return new Section(
            "Start",
            [
                Goal.AtMost("from `dotnet run` of built programs to the first step, s", Wanted, At(FirstStep), "0.00"),
                Goal.AtMost(Invariant($"memory of a coordinator that has been idle for {idleSeconds} s, MB"), WantedMegabytes, Spread.Of([idleBytes / 1e6]), "0"),
            ],
            text.ToString());

        Spread At(int milestone) => Spread.Of(starts.Select(start => start[milestone]));

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
