using Microsoft.Extensions.Logging;
using ResNet.Distributed.AppHost.Output;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>Shows Aspire's own words among the processes' lines: standard output belongs to the commands.</summary>
/// <param name="terminal">Where they go.</param>
internal sealed class TerminalLogs(Terminal terminal) : ILoggerProvider
{
    /// <summary>The category that tells the address of Aspire's dashboard.</summary>
    private const string Told = "Aspire.Hosting.DistributedApplication";

    public ILogger CreateLogger(string categoryName) => new Logger(terminal, categoryName == Told ? LogLevel.Information : LogLevel.Warning);

    public void Dispose()
    {
    }

    private sealed class Logger(Terminal terminal, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                terminal.ProcessLine("aspire", exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception.Message}");
            }
        }
    }
}
