using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

internal interface IDistributedApplicationBuilder
{
    IServiceCollection Services { get; }
}

internal sealed class FakeApplicationBuilder : IDistributedApplicationBuilder
{
    public IServiceCollection Services { get; } = new ServiceCollection();

    public List<Resource> Resources { get; } = [];
}

internal sealed record FakeResourceBuilder<T>(T Resource) : IResourceBuilder<T>
    where T : IResource;

/// <summary>The calls, by the names and shapes that Aspire gives them.</summary>
internal static class FakeExtensions
{
    public static IResourceBuilder<T> AddResource<T>(this IDistributedApplicationBuilder builder, T resource)
        where T : Resource
    {
        ((FakeApplicationBuilder)builder).Resources.Add(resource);
        return new FakeResourceBuilder<T>(resource);
    }

    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, Action<ReferenceExpressionBuilder> connectionStringBuilder)
    {
        var expression = new ReferenceExpressionBuilder();
        connectionStringBuilder(expression);
        return builder.AddResource(new ConnectionStringResource(name, expression.Text));
    }

    public static IResourceBuilder<ProjectResource> AddProject<T>(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new ProjectResource(name, typeof(T)));

    public static IResourceBuilder<T> WithInitialState<T>(this IResourceBuilder<T> builder, CustomResourceSnapshot initialSnapshot)
        where T : Resource => builder.With(resource => resource.State = initialSnapshot);

    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : Resource => builder.With(resource => resource.HealthChecks.Add(key));

    public static IResourceBuilder<ProjectResource> WithReference(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResourceWithConnectionString> source) =>
        builder.With(resource => resource.References.Add(source.Resource.Name));

    public static IResourceBuilder<ProjectResource> WaitFor(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResource> dependency) =>
        builder.With(resource => resource.WaitsFor.Add(dependency.Resource.Name));

    public static IResourceBuilder<ProjectResource> WaitForCompletion(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<IResource> dependency) =>
        builder.With(resource => resource.WaitsForTheEndOf.Add(dependency.Resource.Name));

    public static IResourceBuilder<ProjectResource> WithEndpoint(
        this IResourceBuilder<ProjectResource> builder, int port, string scheme, string name, bool isProxied) =>
        builder.With(resource => resource.Endpoints.Add((name, scheme, port, isProxied)));

    public static IResourceBuilder<ProjectResource> WithHttpHealthCheck(
        this IResourceBuilder<ProjectResource> builder, string path, string endpointName) =>
        builder.With(resource => resource.HealthChecks.Add($"{endpointName}:{path}"));

    public static IResourceBuilder<ProjectResource> WithEnvironment(
        this IResourceBuilder<ProjectResource> builder, Func<EnvironmentCallbackContext, Task> callback) =>
        builder.With(resource => resource.Environment.Add(callback));

    private static IResourceBuilder<T> With<T>(this IResourceBuilder<T> builder, Action<T> change)
        where T : IResource
    {
        change(builder.Resource);
        return builder;
    }
}
