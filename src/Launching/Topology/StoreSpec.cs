namespace ResNet.Distributed.Launching.Topology;

/// <summary>Where the cluster keeps its state.</summary>
/// <param name="ConnectionString">As StackExchange.Redis reads it.</param>
/// <param name="Embedded">Whether it runs inside this process.</param>
/// <param name="Port">The embedded store's loopback port; 0 for another one.</param>
public sealed record StoreSpec(string ConnectionString, bool Embedded, int Port)
{
    /// <summary>A store inside this process.</summary>
    public static StoreSpec InProcess(int port) => new($"127.0.0.1:{port},abortConnect=false", true, port);

    /// <summary>A Redis or Garnet that runs elsewhere.</summary>
    public static StoreSpec External(string connectionString) => new(connectionString, false, 0);
}
