using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ResNet.Distributed.GpuWorker.Logging;
using ResNet.Distributed.ServiceDefaults;
using ResNet.Distributed.ServiceDefaults.Telemetry;

namespace ResNet.Distributed.GpuWorker.Tests.Logging;

public sealed class TrialLogTests : IDisposable
{
    private static readonly TrialScope Trial = new("sweep", 7, 2);

    private readonly string _folder = Directory.CreateTempSubdirectory("resnet-triallog-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_have_one_form_and_stay_lines()
    {
        var at = new DateTimeOffset(2026, 11, 25, 2, 2, 3, 456, TimeSpan.FromHours(1));

        Assert.Equal(
            "2026-11-25T01:02:03.456Z info worker-0 attempt 1: hello",
            TrialLogLine.Format(at, LogLevel.Information, "worker-0", 1, "hello", null));
        Assert.Equal(
            "2026-11-25T01:02:03.456Z error worker-0 attempt 1: it broke | System.InvalidOperationException: two | lines",
            TrialLogLine.Format(at, LogLevel.Error, "worker-0", 1, "it broke\n", new InvalidOperationException("two\r\n  lines")));
    }

    [Fact]
    public void Only_what_is_logged_about_a_trial_goes_to_its_file()
    {
        using var factory = Factory("worker-0");
        var logger = factory.CreateLogger("any");
        logger.LogInformation("before");
        using (Trial.Begin(logger, null))
        {
            logger.LogWarning("within");
        }

        logger.LogInformation("after");

        Assert.EndsWith(" warning worker-0 attempt 2: within", Assert.Single(Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_writers_keep_each_others_lines_whole()
    {
        using var one = Factory("worker-0");
        using var other = Factory("worker-1");
        var loggers = new[] { one.CreateLogger("any"), other.CreateLogger("any") };

        Parallel.For(0, 400, i =>
        {
            using var scope = Trial.Begin(loggers[i % 2], null);
            loggers[i % 2].LogInformation("line {Number} {Padding}", i, new string('x', 200));
        });

        Assert.Equal(Enumerable.Range(0, 400), Lines().Select(line => int.Parse(line.Split(' ')[6])).Order());
        Assert.All(Lines(), line => Assert.EndsWith(new string('x', 200), line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_written_disturbs_nobody()
    {
        // A file in the place of the folder: nothing can be written into it, not even by root.
        File.WriteAllText(Path.Combine(_folder, "sweep"), "");
        using var factory = Factory("worker-0");
        var logger = factory.CreateLogger("any");

        using (Trial.Begin(logger, null))
        {
            logger.LogInformation("lost");
        }

        File.Delete(Path.Combine(_folder, "sweep"));
        using (Trial.Begin(logger, null))
        {
            logger.LogInformation("kept");
        }

        Assert.EndsWith("kept", Assert.Single(Lines()), StringComparison.Ordinal);
    }

    private string[] Lines() => File.ReadAllLines(Path.Combine(_folder, "sweep/trials/7/log.txt"));

    private ILoggerFactory Factory(string worker) => LoggerFactory.Create(logging => logging.AddProvider(new TrialLogProvider(
        Options.Create(new RunOptions { OutputDirectory = _folder }), Options.Create(new WorkerOptions { Name = worker }), TimeProvider.System)));
}
