using System.Globalization;
using System.Text;

namespace ResNet.Distributed.AppHost.Reproduction;

/// <summary>The original script as a sweep of one trial.</summary>
internal static class ReproduceSweep
{
    /// <summary>A name that no other run has.</summary>
    public static string Name(DateTimeOffset now, int processId) =>
        string.Create(CultureInfo.InvariantCulture, $"reproduce-{now:yyyyMMdd-HHmmss}-{processId}");

    /// <summary>The sweep file. A trial that fails is not tried again, since its lines have been printed.</summary>
    public static string Text(string name, ReproduceOptions options)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"name: {name}\nmethod: grid\nrecipe: script\nmax_failures: 0\n");
        if (options.TrainLimit is { } limit)
        {
            text.Append(CultureInfo.InvariantCulture, $"train_limit: {limit}\n");
        }

        text.Append(
            CultureInfo.InvariantCulture,
            $$"""
            parameters:
              model: { value: {{options.Model}} }
              lr: { value: 2.0e-5 }
              batch_size: { value: 128 }
              epochs: { value: {{options.Epochs}} }

            """);
        if (options.Seed is { } seed)
        {
            text.Append(CultureInfo.InvariantCulture, $"  seed: {{ value: {seed} }}\n");
        }

        return text.ToString();
    }
}
