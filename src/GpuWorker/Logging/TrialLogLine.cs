using System.Globalization;

namespace ResNet.Distributed.GpuWorker.Logging;

/// <summary>A line of a trial's <c>log.txt</c>: <c>2026-11-25T01:02:03.456Z info worker-0 attempt 1: message</c>.</summary>
internal static class TrialLogLine
{
    /// <summary>Formats an entry. It stays one line: line breaks, as those of an exception's stack, become <c> | </c>.</summary>
    public static string Format(DateTimeOffset at, LogLevel level, string worker, int attempt, string message, Exception? exception)
    {
        var text = exception is null ? message : $"{message}\n{exception}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Name(level)} {worker} attempt {attempt}: {OneLine(text)}");
    }

    private static string OneLine(string text) => string.Join(
        " | ", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
