using System.Globalization;
using System.Text;
using MathNet.Numerics.Statistics;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Search.Problems;

namespace ResNet.Distributed.Search;

/// <summary>The tables of SEARCH.md.</summary>
internal static class Report
{
    private static readonly IProblem[] Problems = [new Branin(), new Hartmann6(), new MixedProblem()];

    public static string Of(OptunaFigures optuna)
    {
        var text = new StringBuilder();
        Line($"Median over {Trials.Seeds} seeds of the best of {Trials.PerSearch} trials; p by the rank test against random search.");
        Line($"");
        Line($"| | least | random | sobol | tpe | p | tpe, 8 at a time | p | Optuna {optuna.Version} | tpe beside Optuna |");
        Line($"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var problem in Problems)
        {
            var random = Trials.Bests(problem, SearchMethod.Random);
            var sobol = Trials.Bests(problem, SearchMethod.Sobol);
            var tpe = Trials.Bests(problem, SearchMethod.Tpe);
            var together = Trials.Bests(problem, SearchMethod.Tpe, together: 8);
            var others = optuna.Bests.GetValueOrDefault(problem.Name, []);
            var (there, beside) = others.IsDefaultOrEmpty
                ? ("", "")
                : (Number(others.Median()), string.Create(CultureInfo.InvariantCulture, $"{100 * (tpe.Median() - others.Median()) / Math.Abs(others.Median()):+0.0;-0.0} %"));
            Line($"| {problem.Name} | {Number(problem.Least)} | {Number(random.Median())} | {Number(sobol.Median())} | {Number(tpe.Median())} | {RankTest.ChanceOfBeingLower(tpe, random):0.0e+0} | {Number(together.Median())} | {RankTest.ChanceOfBeingLower(together, random):0.0e+0} | {there} | {beside} |");
        }

        var times = SuggestionTime.Measure();
        Line($"");
        Line($"A suggestion with 1,000 observations, 11 parameters: median {times.Median():0.00} ms, 99 of 100 within {times[(int)(0.99 * times.Length)]:0.00} ms, the slowest {times[^1]:0.00} ms.");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(FormattableString.Invariant(line));
    }

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
