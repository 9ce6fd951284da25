using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResNet.Distributed.GpuWorker.Commands;

/// <summary>How commands write what the launcher reads: a line of JSON on standard output.</summary>
internal static class CommandJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes one line.</summary>
    public static void Write<T>(T answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer, Options));
}
