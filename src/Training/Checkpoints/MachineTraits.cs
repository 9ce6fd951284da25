using System.Globalization;
using ResNet.Distributed.Training.Native;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Checkpoints;

/// <summary>What changes a run's last bits, though not what it is: a run may go on where these differ, but not to the bit.</summary>
/// <param name="Torch">torch's version.</param>
/// <param name="Threads">torch's number of threads.</param>
/// <param name="Device">The device, as torch names it.</param>
internal sealed record MachineTraits(string Torch, string Threads, string Device)
{
    /// <summary>Those of this process.</summary>
    public static MachineTraits Of(Device device) =>
        new(LibTorchVersion.Loaded, get_num_threads().ToString(CultureInfo.InvariantCulture), device.ToString());
}
