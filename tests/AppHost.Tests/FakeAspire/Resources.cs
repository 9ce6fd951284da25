namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// So much of Aspire's application model as <c>ClusterModel</c> uses, which remembers what it was told: the default build has no
/// Aspire, and its launcher's model is tested here all the same.
/// </summary>
internal interface IResource
{
    string Name { get; }
}

internal interface IResourceWithConnectionString : IResource;

internal interface IResourceBuilder<out T>
    where T : IResource
{
    T Resource { get; }
}

internal class Resource(string name) : IResource
{
    public string Name { get; } = name;

    public CustomResourceSnapshot? State { get; set; }

    public List<string> HealthChecks { get; } = [];
}

internal sealed class ConnectionStringResource(string name, string value) : Resource(name), IResourceWithConnectionString
{
    public string Value { get; } = value;
}

internal sealed class ProjectResource(string name, Type project) : Resource(name)
{
    public Type Project { get; } = project;

    public List<(string Name, string Scheme, int Port, bool IsProxied)> Endpoints { get; } = [];

    public List<string> References { get; } = [];

    public List<string> WaitsFor { get; } = [];

    public List<string> WaitsForTheEndOf { get; } = [];

    public List<Func<EnvironmentCallbackContext, Task>> Environment { get; } = [];
}

internal sealed class EnvironmentCallbackContext
{
    public Dictionary<string, object> EnvironmentVariables { get; } = [];

    public CancellationToken CancellationToken { get; }
}

internal sealed class ReferenceExpressionBuilder
{
    public string Text { get; private set; } = "";

    public void AppendLiteral(string text) => Text += text;
}

internal sealed record CustomResourceSnapshot
{
    public required string ResourceType { get; init; }

    public string? State { get; init; }

    public required IReadOnlyList<object> Properties { get; init; }

    public int? ExitCode { get; init; }

    public DateTime? StartTimeStamp { get; init; }

    public DateTime? StopTimeStamp { get; init; }
}

internal static class KnownResourceStates
{
    public static readonly string NotStarted = nameof(NotStarted);

    public static readonly string Running = nameof(Running);

    public static readonly string Finished = nameof(Finished);
}

internal sealed class ResourceNotificationService
{
    public Task PublishUpdateAsync(Resource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        resource.State = change(resource.State!);
        return Task.CompletedTask;
    }
}
