using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Safetensors;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>Reads one checkpoint into a run's state.</summary>
internal sealed class CheckpointReader(CheckpointSettings settings)
{
    /// <summary>Reads a file and checks all of it before the state is touched.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What its name says.</param>
    /// <param name="state">Takes what it holds.</param>
    /// <param name="origin">The other run whose checkpoint it is; null: it is this run's.</param>
    /// <exception cref="UnusableCheckpointException">The file is damaged or another run's; the state is as it was.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Read(string path, CheckpointName name, TrainingState state, CheckpointOrigin? origin = null)
    {
        CheckChecksum(path, name);
        using var file = ReadTensors(path);
        var metadata = CheckpointMetadata.Parse(file.Metadata);
        CheckIdentity(metadata, state, origin);
        CheckPosition(metadata, name, state);
        var losses = StateTensors.ReadLosses(file.Tensors, metadata.OptimizerStep);
        StateTensors.Load(state, file.Tensors, mayLackOptimizers: origin is not null);
        state.Optimizer.Step = metadata.OptimizerStep;
        state.Progress = new RunProgress(
            metadata.Seed, metadata.InitialWeightsSha256, metadata.Epoch, metadata.Step, metadata.Tally, [.. metadata.Epochs], losses);
        WarnOfAnotherMachine(metadata.Machine, MachineTraits.Of(state.Device), name);
    }

    private static void CheckChecksum(string path, CheckpointName name)
    {
        using var stream = File.OpenRead(path);
        var checksum = CheckpointName.ChecksumOf(stream);
        if (checksum != name.Checksum)
        {
            throw UnusableCheckpointException.Damaged(
                $"the SHA-256 of its {stream.Length} bytes begins with {checksum}; expected {name.Checksum}, as its name says");
        }
    }

    private static SafetensorsFile ReadTensors(string path)
    {
        try
        {
            return SafetensorsFile.Read(path);
        }
        catch (SafetensorsException e)
        {
            throw UnusableCheckpointException.Damaged(e.Message, e);
        }
    }

    private void CheckIdentity(CheckpointMetadata metadata, TrainingState state, CheckpointOrigin? origin)
    {
        var run = origin?.Run ?? settings.Run;
        if (metadata.Run != run)
        {
            throw UnusableCheckpointException.Foreign($"its run is '{metadata.Run}'; {(origin is null ? "this one is" : "expected")} '{run}'");
        }

        var differences = PlanFingerprint.Differences(metadata.Plan, PlanFingerprint.Of(state, settings.DataName), mayChange: origin is not null);
        if (differences.Count > 0)
        {
            throw UnusableCheckpointException.Foreign($"{string.Join(", ", differences)}");
        }
    }

    private static void CheckPosition(CheckpointMetadata metadata, CheckpointName name, TrainingState state)
    {
        var (epoch, step, stepsPerEpoch) = (metadata.Epoch, metadata.Step, state.Info.StepsPerEpoch);
        Check((epoch, step, metadata.Attempt) == (name.Epoch, name.Step, name.Attempt),
            $"it is of epoch {epoch}, step {step}, attempt {metadata.Attempt}, not as its name says");
        Check(epoch <= state.Plan.Epochs && step <= (epoch == state.Plan.Epochs ? 0 : stepsPerEpoch),
            $"it is of epoch {epoch}, step {step}; expected at most {state.Plan.Epochs} epochs of {stepsPerEpoch} steps");
        Check(metadata.OptimizerStep == ((long)epoch * stepsPerEpoch) + step,
            $"its optimizer has done {metadata.OptimizerStep} steps; expected {((long)epoch * stepsPerEpoch) + step}");
        Check(metadata.Epochs.Select(e => e.Epoch).SequenceEqual(Enumerable.Range(0, epoch)),
            $"it has results of the epochs [{string.Join(", ", metadata.Epochs.Select(e => e.Epoch))}]; expected those before {epoch}");

        static void Check(bool holds, string fault)
        {
            if (!holds)
            {
                throw UnusableCheckpointException.Damaged(fault);
            }
        }
    }

    private void WarnOfAnotherMachine(MachineTraits there, MachineTraits here, CheckpointName name)
    {
        if (there != here)
        {
            settings.Warn(
                $"The checkpoint {name.FileName} was made with torch {there.Torch}, {there.Threads} threads, {there.Device}; this is "
                + $"torch {here.Torch}, {here.Threads} threads, {here.Device}. The run goes on, but not to the last bit as it would there.");
        }
    }
}
