namespace ResNet.Distributed.Training.Devices;

/// <summary>The device that was asked for cannot be used; the message says why.</summary>
public sealed class DeviceUnavailableException(string message) : Exception(message);
