using Microsoft.Extensions.Options;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.GpuWorker.Logging;

/// <summary>
/// Adds what is logged about a trial, that is within its <see cref="TrialScope"/>, to <c>trials/N/log.txt</c>. All its workers write to the
/// one file. It keeps nobody from training: where it cannot be written, that is said once.
/// </summary>
[ProviderAlias("TrialLog")]
internal sealed class TrialLogProvider(IOptions<RunOptions> run, IOptions<WorkerOptions> worker, TimeProvider time)
    : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();
    private int _saidSo;

    public ILogger CreateLogger(string categoryName) => new TrialLogger(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message, Exception? exception)
    {
        TrialScope? trial = null;
        _scopes.ForEachScope<object?>((scope, _) => trial = scope as TrialScope ?? trial, null);
        if (trial is null)
        {
            return;
        }

        var path = Path.Combine(TrialFolder.Under(run.Value.OutputDirectory, new TrialId(trial.Sweep, trial.Trial)), "log.txt");
        try
        {
            AppendedLine.Write(path, TrialLogLine.Format(time.GetUtcNow(), level, worker.Value.Name, trial.Attempt, message, exception));
            _saidSo = 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not through a logger: it would come back here.
            if (Interlocked.Exchange(ref _saidSo, 1) == 0)
            {
                Console.Error.WriteLine($"The trial's log cannot be written, and lacks lines until it can: {failure.Message}");
            }
        }
    }

    private sealed class TrialLogger(TrialLogProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, formatter(state, exception), exception);
    }
}
