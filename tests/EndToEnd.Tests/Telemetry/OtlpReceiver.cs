using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ResNet.Distributed.EndToEnd.Tests.Telemetry;

/// <summary>A collector on a free port of this machine: it takes OTLP over HTTP, and keeps it.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _http = new();
    private readonly Task _receiving;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = [];

    private OtlpReceiver(int port)
    {
        Address = $"http://127.0.0.1:{port}/";
        _http.Prefixes.Add(Address);
        _http.Start();
        _receiving = ReceiveAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>What a process needs to send here.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",

        // A process that is killed tells what it had to tell until a moment before.
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans => [.. Bodies("/v1/traces").SelectMany(OtlpSpan.Read)];

    /// <summary>The log lines so far.</summary>
    public IReadOnlyList<OtlpLog> Logs => [.. Bodies("/v1/logs").SelectMany(OtlpLog.Read)];

    /// <summary>How many times metrics came.</summary>
    public int MetricsExports => Bodies("/v1/metrics").Count();

    public static OtlpReceiver Start()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return new OtlpReceiver(port);
    }

    public void Dispose()
    {
        _http.Close();
        _receiving.Wait(TimeSpan.FromSeconds(5));
    }

    private IEnumerable<byte[]> Bodies(string path) => _received.Where(request => request.Path == path).Select(request => request.Body);

    private async Task ReceiveAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _http.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            _received.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
            context.Response.Close();
        }
    }
}
