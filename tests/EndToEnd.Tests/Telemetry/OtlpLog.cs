namespace ResNet.Distributed.EndToEnd.Tests.Telemetry;

/// <summary>A line of a log as it came by OTLP.</summary>
/// <param name="Service">The process.</param>
/// <param name="Text">The message.</param>
/// <param name="Trace">32 hexadecimal digits; empty outside of traces.</param>
/// <param name="Tags">Attributes, those of its scopes included.</param>
internal sealed record OtlpLog(string Service, string Text, string Trace, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>Reads an ExportLogsServiceRequest.</summary>
    public static IEnumerable<OtlpLog> Read(byte[] request) =>
        from resource in new ProtobufFields(request).Messages(1)
        let service = OtlpAttributes.Of(resource.Messages(1).Single(), 1)["service.name"]
        from scope in resource.Messages(2)
        from line in scope.Messages(2)
        select new OtlpLog(service, line.Messages(5).Single().Text(1), line.Hex(9), OtlpAttributes.Of(line, 6));
}
