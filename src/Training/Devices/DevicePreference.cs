namespace ResNet.Distributed.Training.Devices;

/// <summary>What someone wants to train on.</summary>
public enum DevicePreference
{
    /// <summary>The first CUDA device that is visible, or the CPU where there is none: the original script's rule.</summary>
    Auto,

    /// <summary>The CPU, whatever else there is.</summary>
    Cpu,

    /// <summary>The first CUDA device that is visible, and nothing else.</summary>
    Cuda,
}
