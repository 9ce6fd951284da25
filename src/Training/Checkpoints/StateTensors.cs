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

    /// <summary>The live tensors whose shapes do not change: the model's and the optimizer's.</summary>
    public static IReadOnlyList<(string Name, Tensor Tensor)> Of(TrainingState state) =>
    [
        .. StateDict.Of(state.Model).Select(t => ($"model.{t.Name}", t.Tensor)),
        .. state.OptimizerTensors,
    ];

    /// <summary>Puts a checkpoint's tensors in place of the live ones. All are checked first.</summary>
    /// <exception cref="UnusableCheckpointException">One is missing, unexpected, or of another type or shape; nothing was changed.</exception>
    public static void Load(TrainingState state, IReadOnlyDictionary<string, Tensor> tensors)
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
            StateDict.Copy(tensors.Where(t => t.Key is not (Generator or Losses)).ToDictionary(), Of(state));
        }
        catch (StateDictException e)
        {
            throw UnusableCheckpointException.Damaged(e.Message, e);
        }

        set_rng_state(generator);
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
