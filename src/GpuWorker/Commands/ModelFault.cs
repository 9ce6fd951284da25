using ResNet.Distributed.Launching.CommandLine;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Safetensors;

namespace ResNet.Distributed.GpuWorker.Commands;

/// <summary>What a command ends with that could not use a model.</summary>
internal static class ModelFault
{
    /// <summary>2 for a model that is missing, damaged or something else, 1 for what this machine refuses; null for an error of ours.</summary>
    public static int? CodeOf(Exception fault) => fault switch
    {
        SafetensorsException or FileNotFoundException or DirectoryNotFoundException => ExitCode.BadInput,
        IOException or UnauthorizedAccessException or NativeLoadException => ExitCode.Failed,
        _ => null,
    };
}
