using System.Globalization;

namespace ResNet.Distributed.EndToEnd.Tests.Telemetry;

/// <summary>OTLP's key-value pairs.</summary>
internal static class OtlpAttributes
{
    /// <summary>Those of a message's field; numbers that are not whole read as 0.</summary>
    public static IReadOnlyDictionary<string, string> Of(ProtobufFields message, int field) => message.Messages(field)
        .GroupBy(pair => pair.Text(1))
        .ToDictionary(pairs => pairs.Key, pairs => Value(pairs.Last().Messages(2).Single()));

    private static string Value(ProtobufFields value) =>
        value.Text(1) is { Length: > 0 } text ? text : value.Number(3).ToString(CultureInfo.InvariantCulture);
}
