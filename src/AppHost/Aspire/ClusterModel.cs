using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ResNet.Distributed.AppHost.Launching;

namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>The cluster as Aspire's resources. Every name, port and variable comes from <see cref="ClusterResources"/>.</summary>
internal static class ClusterModel
{
    /// <summary>Adds the cluster.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="resources">The cluster's parts.</param>
    /// <param name="connection">How to reach the store, which runs already.</param>
    /// <param name="variables">What a node is told; asked when all that it needs is there.</param>
    /// <returns>The data step, for whoever does it.</returns>
    public static DataResource Add(
        IDistributedApplicationBuilder builder,
        ClusterResources resources,
        string connection,
        Func<ClusterResource, CancellationToken, Task<IReadOnlyDictionary<string, string>>> variables)
    {
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            resources.Store.Name, _ => new StoreHealth(connection), failureStatus: null, tags: null));
        var store = builder.AddConnectionString(resources.Store.Name, expression => expression.AppendLiteral(connection))
            .WithHealthCheck(resources.Store.Name);
        var data = builder.AddResource(new DataResource(resources.Data.Name)).WithInitialState(DataResource.NotStarted);
        var started = new Dictionary<string, IResourceBuilder<IResource>>
        {
            [resources.Store.Name] = store,
            [resources.Data.Name] = data,
        };
        foreach (var node in resources.Nodes)
        {
            var project = AddProject(builder, node).WithReference(store);
            Describe(project, node, variables);
            foreach (var need in node.Needs)
            {
                _ = need == resources.Data.Name ? project.WaitForCompletion(started[need]) : project.WaitFor(started[need]);
            }

            started[node.Name] = project;
        }

        return data.Resource;
    }

    private static IResourceBuilder<ProjectResource> AddProject(IDistributedApplicationBuilder builder, ClusterResource node) =>
        node.Kind == ResourceKind.Coordinator
            ? builder.AddProject<Projects.Coordinator>(node.Name)
            : builder.AddProject<Projects.GpuWorker>(node.Name);

    private static void Describe(
        IResourceBuilder<ProjectResource> project,
        ClusterResource node,
        Func<ClusterResource, CancellationToken, Task<IReadOnlyDictionary<string, string>>> variables)
    {
        foreach (var port in node.Ports)
        {
            // No proxy between: silos tell each other their own ports.
            project.WithEndpoint(port: port.Number, scheme: port.Scheme, name: port.Name, isProxied: false);
        }

        project.WithHttpHealthCheck(ClusterResource.HealthPath, endpointName: ResourcePort.Http);
        project.WithEnvironment(async context =>
        {
            foreach (var (name, value) in await variables(node, context.CancellationToken))
            {
                context.EnvironmentVariables[name] = value;
            }
        });
    }
}
