namespace ResNet.Distributed.AppHost.Api;

/// <summary>The API answered with an error that is not the caller's.</summary>
internal sealed class ApiException(string message) : Exception(message);
