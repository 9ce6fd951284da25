namespace ResNet.Distributed.EndToEnd.Tests.Telemetry;

/// <summary>A span as it came by OTLP.</summary>
/// <param name="Service">The process.</param>
/// <param name="Source">What made it.</param>
/// <param name="Trace">32 hexadecimal digits.</param>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="Parent">The parent's id; empty for a root.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Attributes that are texts or whole numbers.</param>
/// <param name="Error">Its status' description where that is an error; otherwise null.</param>
internal sealed record OtlpSpan(
    string Service, string Source, string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags, string? Error)
{
    /// <summary>Reads an ExportTraceServiceRequest.</summary>
    public static IEnumerable<OtlpSpan> Read(byte[] request) =>
        from resource in new ProtobufFields(request).Messages(1)
        let service = OtlpAttributes.Of(resource.Messages(1).Single(), 1)["service.name"]
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        let status = span.Messages(15).FirstOrDefault()
        select new OtlpSpan(
            service, scope.Messages(1).Single().Text(1), span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), OtlpAttributes.Of(span, 9),
            status?.Number(3) == 2 ? status.Text(2) : null);
}
