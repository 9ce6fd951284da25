using System.Text.RegularExpressions;
using ResNet.Distributed.Deploy.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ResNet.Distributed.Deploy.Tests.Compose;

/// <summary>A compose file, as far as ours go: a key that is not here is refused.</summary>
internal sealed partial class ComposeFile
{
    public const string Folder = "deploy/compose";

    public static ComposeFile Cluster { get; } = Read("compose.yaml");

    public static ComposeFile Gpu { get; } = Read("compose.gpu.yaml");

    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, object> Networks { get; set; } = [];

    public Dictionary<string, object> Volumes { get; set; } = [];

    public Dictionary<string, ComposeSecret> Secrets { get; set; } = [];

    /// <summary>The containers that stay, and not those that do one thing first.</summary>
    public IEnumerable<KeyValuePair<string, ComposeService>> Lasting => Services.Where(service => service.Value.Restart != "no");

    /// <summary>Those with our programs in them.</summary>
    public IEnumerable<KeyValuePair<string, ComposeService>> Silos =>
        Lasting.Where(service => service.Value.Image!.StartsWith("resnet-distributed/", StringComparison.Ordinal));

    public static ComposeFile Read(string name)
    {
        // Parts that several services share are merged in, as compose does it; their own keys begin with x-.
        var yaml = WithDefaults(Repository.Read($"{Folder}/{name}"));
        var parser = new MergingParser(new Parser(new StringReader(yaml)));
        var parts = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        var rest = parts.Where(part => !part.Key.StartsWith("x-", StringComparison.Ordinal)).ToDictionary();
        var merged = new SerializerBuilder().DisableAliases().Build().Serialize(rest);
        return new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<ComposeFile>(merged);
    }

    // ${NAME:-default}: as it is where nobody has set NAME.
    private static string WithDefaults(string yaml) => Variable().Replace(yaml, found => found.Groups[1].Value);

    [GeneratedRegex(@"\$\{[A-Z_]+:-([^}]*)\}")]
    private static partial Regex Variable();
}
