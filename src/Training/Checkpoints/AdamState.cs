using ResNet.Distributed.Training.Loop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Adam's running averages and its count of steps.</summary>
internal static class AdamState
{
    /// <summary>The live averages of the gradients and of their squares, by parameter. They belong to the optimizer.</summary>
    public static IEnumerable<(string Name, Tensor Tensor)> Averages(TrainingState state)
    {
        foreach (var (name, adam) in ByParameter(state))
        {
            yield return ($"optimizer.exp_avg.{name}", adam.exp_avg);
            yield return ($"optimizer.exp_avg_sq.{name}", adam.exp_avg_sq);
        }
    }

    /// <summary>Steps done: one number, since every step moves every parameter.</summary>
    public static long Step(TrainingState state) => ByParameter(state).Select(p => p.Adam.step).Distinct().Single();

    /// <summary>Makes the optimizer one that has done this many steps; the averages are filled by the caller.</summary>
    public static void SetStep(TrainingState state, long step)
    {
        foreach (var (_, adam) in ByParameter(state))
        {
            adam.step = step;
        }

        // From the second step on, gradients are added to zeros. A first gradient is taken as it is, and its -0 would stay one.
        if (step > 0)
        {
            using var noGrad = no_grad();
            foreach (var parameter in state.Model.parameters())
            {
                using var zeros = zeros_like(parameter);
                parameter.grad = zeros;
            }
        }
    }

    private static IEnumerable<(string Name, Adam.State Adam)> ByParameter(TrainingState state) =>
        state.Model.named_parameters().Zip(
            state.Optimizer.state_dict().State, (parameter, adam) => (parameter.name, (Adam.State)adam));
}
