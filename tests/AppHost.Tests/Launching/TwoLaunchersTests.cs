using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using ResNet.Distributed.AppHost.Aspire;
using ResNet.Distributed.AppHost.Launching;
using ResNet.Distributed.Launching.Processes;
using ResNet.Distributed.Launching.Topology;

namespace ResNet.Distributed.AppHost.Tests.Launching;

/// <summary>Aspire's launcher runs the topology that the built-in one runs, although this build has no Aspire.</summary>
public sealed class TwoLaunchersTests
{
    private static readonly ClusterTopology Topology = ClusterTopology.Create(new TopologyOptions
    {
        Coordinators = 2,
        Workers = 3,
        Threads = 4,
        Gpus = 2,
        Port = 5080,
        OutputDirectory = "/srv/runs",
        OtlpEndpoint = "http://127.0.0.1:4317",
    }).WithData("/srv/cifar");

    private static readonly ClusterResources Resources = ClusterResources.Of(Topology);

    private readonly FakeApplicationBuilder _aspire = new();
    private readonly DataResource _data;

    public TwoLaunchersTests() => _data = ClusterModel.Add(
        _aspire,
        Resources,
        Topology.Store.ConnectionString,
        (node, _) => Task.FromResult<IReadOnlyDictionary<string, string>>(node.Environment));

    private IEnumerable<ProjectResource> Projects => _aspire.Resources.OfType<ProjectResource>();

    [Fact]
    public async Task Both_name_the_same_processes_with_the_same_variables()
    {
        var program = new ProgramFile("/bin/true");
        var builtIn = Resources.Nodes.Select(node => BuiltInLauncher.Spec(node, program)).ToList();

        Assert.Equal(builtIn.Select(process => process.Name), Projects.Select(project => project.Name));
        foreach (var (process, project) in builtIn.Zip(Projects))
        {
            // The pipe is the built-in launcher's own way to end its children. Aspire itself names the service, and where telemetry goes.
            Assert.Equal("stdin", process.Environment[ClusterResources.ParentPipe]);
            Assert.Equal(
                process.Environment.Where(variable => variable.Key != ClusterResources.ParentPipe && !IsAspires(variable.Key)),
                await VariablesAsync(project));
        }
    }

    [Fact]
    public void Both_listen_on_the_topologys_ports()
    {
        foreach (var (node, project) in Topology.Coordinators.AddRange(Topology.Workers).Zip(Projects))
        {
            Assert.Equal(
                [("http", "http", node.Http.Port, false), ("silo", "tcp", node.SiloPort, false), ("gateway", "tcp", node.GatewayPort, false)],
                project.Endpoints);
            Assert.Equal(
                [$"http://127.0.0.1:{node.Http.Port}", $"{node.SiloPort}", $"{node.GatewayPort}"],
                [
                    node.Environment["ASPNETCORE_URLS"],
                    node.Environment["Orleans__Endpoints__SiloPort"],
                    node.Environment["Orleans__Endpoints__GatewayPort"],
                ]);
        }
    }

    [Fact]
    public void Each_runs_its_own_program()
    {
        Assert.All(Projects.Take(2), project => Assert.Equal(typeof(Projects.Coordinator), project.Project));
        Assert.All(Projects.Skip(2), project => Assert.Equal(typeof(Projects.GpuWorker), project.Project));
    }

    [Fact]
    public void The_store_comes_first_then_coordinators_and_data_then_workers()
    {
        Assert.Equal(["redis", "data"], _aspire.Resources.Take(2).Select(resource => resource.Name));
        Assert.Equal("data", _data.Name);
        Assert.All(Projects, project => Assert.Equal(["redis"], project.References));
        Assert.All(Projects.Take(2), project => Assert.Equal(["redis"], project.WaitsFor));
        Assert.All(Projects.Skip(2), project => Assert.Equal(["redis", "coordinator-0", "coordinator-1"], project.WaitsFor));
        Assert.All(Projects.Skip(2), project => Assert.Equal(["data"], project.WaitsForTheEndOf));
    }

    [Fact]
    public void The_reference_gives_the_connection_string_that_the_variables_give()
    {
        var store = Assert.Single(_aspire.Resources.OfType<ConnectionStringResource>());

        Assert.All(Resources.Nodes, node => Assert.Equal(store.Value, node.Environment[$"ConnectionStrings__{store.Name}"]));
    }

    [Fact]
    public void Every_part_says_whether_it_is_well()
    {
        Assert.All(Projects, project => Assert.Equal(["http:/health"], project.HealthChecks));
        using var services = _aspire.Services.AddLogging().BuildServiceProvider();
        var checks = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        Assert.Equal(_aspire.Resources[0].Name, Assert.Single(checks).Name);
        Assert.Equal(["redis"], _aspire.Resources[0].HealthChecks);
    }

    [Fact]
    public async Task The_data_step_ends_well_with_its_answer()
    {
        var whileItRan = "";
        var answer = await _data.RunAsync(new ResourceNotificationService(), () =>
        {
            whileItRan = _data.State!.State;
            return Task.FromResult("/srv/cifar");
        });

        Assert.Equal(("/srv/cifar", "Running", "Finished", 0), (answer, whileItRan, _data.State!.State, _data.State.ExitCode));
    }

    [Fact]
    public void Aspires_files_name_no_part_port_or_variable_of_the_cluster_themselves()
    {
        var names = Resources.Nodes.SelectMany(node => node.Environment.Keys).Where(name => !IsAspires(name) && name != "ASPNETCORE_URLS")
            .Concat(Resources.Nodes.Select(node => node.Name))
            .Concat(Resources.Nodes.SelectMany(node => node.Ports).Select(port => port.Number.ToString(CultureInfo.InvariantCulture)))
            .Concat([Resources.Store.Name, ResourcePort.Silo, ResourcePort.Gateway])
            .ToHashSet();

        Assert.All(AspireSources(), source => Assert.DoesNotContain(
            Regex.Matches(source, "\"([^\"\n]*)\"").Select(literal => literal.Groups[1].Value), names.Contains));
    }

    [Fact]
    public void What_Aspires_files_use_of_this_program_is_there()
    {
        var there = typeof(ClusterResources).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("ResNet.Distributed", StringComparison.Ordinal))
            .Select(System.Reflection.Assembly.Load)
            .Append(typeof(ClusterResources).Assembly)
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type => type.Namespace)
            .Append("ResNet.Distributed.AppHost.Aspire")
            .ToHashSet();

        var used = AspireSources()
            .SelectMany(source => Regex.Matches(source, @"^using (ResNet\.[\w.]+);", RegexOptions.Multiline))
            .Select(match => match.Groups[1].Value);

        Assert.All(used, name => Assert.Contains(name, there));
    }

    private static bool IsAspires(string variable) => variable.StartsWith("OTEL_", StringComparison.Ordinal);

    private static async Task<IEnumerable<KeyValuePair<string, string>>> VariablesAsync(ProjectResource project)
    {
        var context = new EnvironmentCallbackContext();
        foreach (var callback in project.Environment)
        {
            await callback(context);
        }

        return context.EnvironmentVariables
            .Where(variable => !IsAspires(variable.Key))
            .Select(variable => KeyValuePair.Create(variable.Key, (string)variable.Value))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal);
    }

    private static IEnumerable<string> AspireSources()
    {
        var files = Directory.GetFiles(Path.Combine(SourceTree.Root, "src", "AppHost", "Aspire"), "*.cs");
        Assert.NotEmpty(files);
        return files.Select(File.ReadAllText);
    }
}
