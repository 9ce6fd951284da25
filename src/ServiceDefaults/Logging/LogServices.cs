using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ResNet.Distributed.ServiceDefaults.Logging;

/// <summary>What a process says on its standard output.</summary>
internal static class LogServices
{
    public static void AddLogs(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });

        // A launcher that is stopped reads no lines; a process must not wait for it with a full pipe.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);

        // Orleans and Kestrel tell much that nobody needs while all is well. First in the list of sources, so that
        // Logging__LogLevel__Orleans=Information in the environment brings it back.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Orleans"] = "Warning",

                // Says at every start that server GC is off, which is our choice: many small processes on one machine.
                ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",

                // Warns at every start, before its first check, of a check that is as old as the machine.
                ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",

                // Warns of work that takes more than a second, which the first call of everything does on a busy machine.
                ["Logging:LogLevel:Orleans.Runtime.Scheduler"] = "Error",
                ["Logging:LogLevel:Polly"] = "Warning",
                ["Logging:LogLevel:Microsoft"] = "Warning",
                ["Logging:LogLevel:System"] = "Warning",
            },
        });
    }
}
