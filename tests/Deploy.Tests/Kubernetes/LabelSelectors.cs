using k8s.Models;

namespace ResNet.Distributed.Deploy.Tests.Kubernetes;

/// <summary>What Kubernetes does with selectors.</summary>
internal static class LabelSelectors
{
    /// <summary>Whether it takes something with these labels; an empty one takes everything.</summary>
    public static bool Takes(this V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(wanted => Has(labels, wanted.Key, wanted.Value))
        && (selector.MatchExpressions ?? []).All(wanted => wanted.OperatorProperty switch
        {
            "In" => wanted.Values.Any(value => Has(labels, wanted.Key, value)),
            "NotIn" => !wanted.Values.Any(value => Has(labels, wanted.Key, value)),
            "Exists" => labels.ContainsKey(wanted.Key),
            "DoesNotExist" => !labels.ContainsKey(wanted.Key),
            var other => throw new FormatException($"{other}: expected In, NotIn, Exists or DoesNotExist."),
        });

    private static bool Has(IDictionary<string, string> labels, string key, string value) => labels.TryGetValue(key, out var found) && found == value;
}
