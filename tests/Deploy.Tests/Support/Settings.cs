using System.Reflection;
using Orleans.Configuration;
using ResNet.Distributed.ServiceDefaults.Hosting;
using ResNet.Distributed.ServiceDefaults.Telemetry;
using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Deploy.Tests.Support;

/// <summary>The names of environment variables that our programs, and the libraries in them, read.</summary>
internal static class Settings
{
    /// <summary>All of them.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>(
    [
        .. OfOptions(),
        .. OfOrleans(),
        .. new[] { SecretFiles.FolderKey, KubernetesPod.NameKey, KubernetesPod.NamespaceKey, TelemetryServices.OtlpEndpoint }.Select(Variable),
        .. MallocSettings.Missing(_ => null).Keys,

        // .NET's, OpenTelemetry's and NVIDIA's own.
        "ASPNETCORE_HTTP_PORTS",
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
        "DOTNET_gcServer",
        "OTEL_SERVICE_NAME",
        "NVIDIA_DRIVER_CAPABILITIES",
    ],
    StringComparer.Ordinal);

    /// <summary>Whether a value that belongs to the name names a connection string that is to be given as well.</summary>
    public static bool NamesConnection(string name) => name.EndsWith("__ConnectionName", StringComparison.Ordinal);

    /// <summary>Whether a file of this name in the folder of secrets is read.</summary>
    public static bool IsSetting(string name) => Names.Contains(name) || name.StartsWith(Connection(""), StringComparison.Ordinal);

    /// <summary>The name of a connection string's variable.</summary>
    public static string Connection(string name) => $"ConnectionStrings__{name}";

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    // Every class of ours that has a constant Section is bound to that section.
    private static IEnumerable<string> OfOptions() =>
        from file in Directory.GetFiles(AppContext.BaseDirectory, "ResNet.Distributed.*.dll")
        from type in Assembly.LoadFrom(file).GetTypes()
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } field
            ? field.GetRawConstantValue() as string
            : null
        where section is not null
        from name in Properties(type, section)
        select name;

    private static IEnumerable<string> Properties(Type type, string prefix) =>
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite
        from name in property.PropertyType.Namespace!.StartsWith("ResNet.", StringComparison.Ordinal) && property.PropertyType.IsClass
            ? Properties(property.PropertyType, $"{prefix}__{property.Name}")
            : [$"{prefix}__{property.Name}"]
        select name;

    private static IEnumerable<string> OfOrleans() =>
    [
        "Orleans__ClusterId",
        "Orleans__ServiceId",
        .. typeof(EndpointOptions).GetProperties().Select(property => $"Orleans__Endpoints__{property.Name}"),
        .. from provider in new[] { "Clustering", "Reminders", "GrainStorage__Default" }
           from setting in new[] { "ProviderType", "ConnectionName" }
           select $"Orleans__{provider}__{setting}",
    ];
}
