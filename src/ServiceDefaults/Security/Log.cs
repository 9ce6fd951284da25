using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.ServiceDefaults.Security;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Refused a request from {Client}: {Why}. More of this kind are counted for a minute, and then told as one number.")]
    public static partial void Refused(ILogger logger, string client, string why);

    [LoggerMessage(LogLevel.Warning, "Refused {Count} more requests within {Seconds} s: {Why}.")]
    public static partial void RefusedMore(ILogger logger, int count, double seconds, string why);

    [LoggerMessage(LogLevel.Information, "Reached from this machine only: {Addresses}")]
    public static partial void OnThisMachine(ILogger logger, string addresses);

    [LoggerMessage(LogLevel.Information, "Reached from other machines: {Address} ({Protection}; encrypted)")]
    public static partial void Exposed(ILogger logger, string address, string protection);

    [LoggerMessage(LogLevel.Warning,
        "Reached from other machines: {Address} ({Protection}). It is NOT ENCRYPTED: whoever is on the way reads the key and all else. "
        + "Use it within a private network or behind a proxy with TLS, or set Kestrel__Endpoints__… to an https:// address (docs/security.md).")]
    public static partial void ExposedInTheClear(ILogger logger, string address, string protection);

    [LoggerMessage(LogLevel.Warning,
        "Reached from other machines: {Address} (between silos: no authentication, not encrypted). It must be on a private network (docs/security.md).")]
    public static partial void ExposedSilo(ILogger logger, string address);
}
