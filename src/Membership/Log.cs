using Microsoft.Extensions.Logging;

namespace ResNet.Distributed.Membership;

internal static partial class Log
{
    [LoggerMessage(91, LogLevel.Information, "Joins the cluster without a turn of its own, which may take longer: {Reason}")]
    public static partial void NoTurn(ILogger logger, string reason);

    [LoggerMessage(92, LogLevel.Information, "The turn to join lasts until it ends by itself: {Reason}")]
    public static partial void NotEnded(ILogger logger, string reason);
}
