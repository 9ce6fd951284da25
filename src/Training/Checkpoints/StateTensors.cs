using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Safetensors;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>The tensors of a run's state under the names that they have in a checkpoint.</summary>
/// <remarks>
/// torch's CPU generator is among them. A CUDA generator is not: TorchSharp gives no access to its state, a run seeds it at its
/// start as it does the CPU's, and no step of a run draws from either.
/// </remarks>
internal static class StateTensors
{
    /// <summary>The CPU generator's state, uint8.</summary>
    public const string Generator = "rng.cpu";

    /// <summary>The losses of all steps, float64.</summary>
    public const string Losses = "losses";

    // As TrainingState names them.
    private const string OptimizerPrefix = "optimizer.";

    /// <summary>The live tensors whose shapes do not change: the model's and the optimizer's.</summary>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Of(TrainingState state) =>
    [
        .. StateDict.Of(state.Model).Select(t => ($"model.{t.Name}", t.Tensor)),
        .. state.OptimizerTensors,
    ];

    /// <summary>Puts a checkpoint's tensors in place of the live ones. All are checked first.</summary>
    /// <param name="state">Has the live ones.</param>
    /// <param name="tensors">The checkpoint's.</param>
    /// <param name="mayLackOptimizers">
    /// Whether the optimizer may remember more or less than the checkpoint's did, as sgd does whose momentum has changed to or from 0: a velocity
    /// that is not there is 0, and one that is not needed is left out.
    /// </param>
    /// <exception cref="UnusableCheckpointException">One is missing, unexpected, or of another type or shape; nothing was changed.</exception>
    public static void Load(TrainingState state, IReadOnlyDictionary<string, Tensor> tensors, bool mayLackOptimizers = false)
    {
        var generator = Require(tensors, Generator);
        using (var current = get_rng_state())
        {
            if (generator.dtype != current.dtype || !generator.shape.SequenceEqual(current.shape))
            {
                throw UnusableCheckpointException.Damaged(
                    $"{Generator} is {generator.dtype} [{string.Join(", ", generator.shape)}]; "
                    + $"expected {current.dtype} [{string.Join(", ", current.shape)}]");
            }
        }

        try
        {
            var live = Of(state);
            var names = live.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
            StateDict.Copy(
                tensors.Where(t => t.Key is not (Generator or Losses) && (names.Contains(t.Key) || !MayLack(t.Key))).ToDictionary(),
                [.. live.Where(t => tensors.ContainsKey(t.Name) || !MayLack(t.Name))]);
        }
        catch (StateDictException e)
        {
            throw UnusableCheckpointException.Damaged(e.Message, e);
        }

        set_rng_state(generator);

        bool MayLack(string name) => mayLackOptimizers && name.StartsWith(OptimizerPrefix, StringComparison.Ordinal);
    }

    /// <summary>The losses of this many steps.</summary>
    /// <exception cref="UnusableCheckpointException">They are missing, or of another type or number.</exception>
    public static List<double> ReadLosses(IReadOnlyDictionary<string, Tensor> tensors, long count)
    {
        var losses = Require(tensors, Losses);
        return losses.dtype == ScalarType.Float64 && losses.shape is [var length] && length == count
            ? [.. losses.data<double>()]
            : throw UnusableCheckpointException.Damaged(
                $"{Losses} is {losses.dtype} [{string.Join(", ", losses.shape)}]; expected {ScalarType.Float64} [{count}]");
    }

    private static Tensor Require(IReadOnlyDictionary<string, Tensor> tensors, string name) =>
        tensors.GetValueOrDefault(name) ?? throw UnusableCheckpointException.Damaged($"it has no tensor {name}");
}
