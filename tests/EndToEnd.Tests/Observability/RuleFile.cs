using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ResNet.Distributed.EndToEnd.Tests.Observability;

/// <summary>What is in the rules' files and in their tests.</summary>
internal static class RuleFile
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .IgnoreUnmatchedProperties()
        .Build();

    public static IReadOnlyList<Rule> All { get; } = [.. Deploy.Rules.SelectMany(file => Read<Rules>(file).Groups).SelectMany(group => group.Rules)];

    public static IReadOnlyList<Rule> Alerts { get; } = [.. All.Where(rule => rule.Alert.Length > 0)];

    public static IReadOnlyList<AlertTest> AlertTests { get; } =
        [.. Deploy.RuleTests.SelectMany(file => Read<RuleTests>(file).Tests).SelectMany(test => test.AlertRuleTest)];

    private static T Read<T>(string file) => Yaml.Deserialize<T>(File.ReadAllText(file));

    internal sealed class Rule
    {
        /// <summary>The alert's name; empty for a recording rule.</summary>
        public string Alert { get; init; } = "";

        /// <summary>The recorded metric's name; empty for an alert.</summary>
        public string Record { get; init; } = "";

        public string Expr { get; init; } = "";

        public Dictionary<string, string> Labels { get; init; } = [];

        public Dictionary<string, string> Annotations { get; init; } = [];

        public override string ToString() => $"{Alert}{Record}: {Expr}";
    }

    internal sealed class AlertTest
    {
        public string Alertname { get; init; } = "";

        public List<Dictionary<string, object>> ExpAlerts { get; init; } = [];
    }

    private sealed class Rules
    {
        public List<Group> Groups { get; init; } = [];
    }

    private sealed class Group
    {
        public List<Rule> Rules { get; init; } = [];
    }

    private sealed class RuleTests
    {
        public List<RuleTest> Tests { get; init; } = [];
    }

    private sealed class RuleTest
    {
        public List<AlertTest> AlertRuleTest { get; init; } = [];
    }
}
