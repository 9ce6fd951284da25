using ResNet.Distributed.AppHost.Api;
using ResNet.Distributed.AppHost.Output;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.AppHost.Following;

/// <summary>Says at a sweep's end which parameters mattered.</summary>
internal static class ImportanceReport
{
    /// <summary>Asks and shows. A cluster that cannot tell is no failure of the sweep.</summary>
    public static async Task ShowAsync(SweepClient client, string sweep, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            Show(await client.ImportanceAsync(sweep, cancellation), terminal);
        }
        catch (Exception error) when (
            error is HttpRequestException or ApiException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            terminal.Note($"Which parameters mattered cannot be told ({error.Message})");
        }
    }

    /// <summary>With blocks on a screen, in plain characters elsewhere.</summary>
    public static void Show(SweepImportance importance, Terminal terminal)
    {
        terminal.Result(ImportanceTable.Title(importance));
        if (importance.Reason is not null)
        {
            return;
        }

        if (terminal.Screen is { } screen)
        {
            screen.Write(ImportanceTable.Render(importance, '█'));
        }
        else
        {
            terminal.Result(PlainTable.Render(ImportanceTable.Render(importance, '#')));
        }
    }
}
