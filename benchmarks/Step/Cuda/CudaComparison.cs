using System.Globalization;
using ResNet.Distributed.Measuring;

namespace ResNet.Distributed.Step.Cuda;

/// <summary>Our steps on a GPU and PyTorch's by turns, case by case.</summary>
/// <param name="python">A Python with a PyTorch for CUDA.</param>
/// <param name="rounds">How often.</param>
/// <param name="note">Hears how far it is.</param>
internal sealed class CudaComparison(string python, int rounds, Action<string> note)
{
    /// <summary>Measures all cases; what is known so far is told after each round.</summary>
    public async Task RunAsync(Func<CudaFigures, Task> soFar, CancellationToken cancellation)
    {
        using var ours = await CudaSide.StartAsync(Environment.ProcessPath!, [CudaCommand.ProcessName], cancellation);
        using var theirs = await CudaSide.StartAsync(
            python, [Path.Combine(AppContext.BaseDirectory, "step_cuda.py"), CudaCase.WarmUp.ToString(CultureInfo.InvariantCulture)], cancellation);
        var figures = new CudaFigures(ours.Version, theirs.Version, await theirs.AskAsync<CudaMachine>("machine", cancellation));
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var one in CudaCase.All)
            {
                (CudaSide Side, List<double> Times)[] turns = [(ours, figures.Ours[one]), (theirs, figures.PyTorch[one])];

                // Who is first changes from round to round.
                foreach (var (side, times) in round % 2 == 0 ? turns.Reverse() : turns)
                {
                    times.Add(Spread.Of(await side.AskAsync<double[]>(one.ToString(), cancellation)).Median);
                }
            }

            note(string.Create(CultureInfo.InvariantCulture, $"round {round} of {rounds}"));
            await soFar(figures);
        }
    }
}
