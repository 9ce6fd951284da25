using System.Collections.Concurrent;
using ResNet.Distributed.Contracts.Grains;

namespace ResNet.Distributed.Coordinator.Tests.Cluster;

/// <summary>Notes every call of our grains, and lets those fail that a test wants to.</summary>
internal sealed class GrainCalls : IIncomingGrainCallFilter
{
    private readonly ConcurrentQueue<string> _calls = [];

    /// <summary>Whether a call, as <c>ITrialGrain.GetAsync flow/1</c>, fails as if its silo had died.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod?.DeclaringType is { } type && type.Assembly == typeof(ITrialGrain).Assembly)
        {
            var call = $"{type.Name}.{context.InterfaceMethod.Name} {context.TargetId.Key}";
            _calls.Enqueue(call);
            if (Fails(call))
            {
                throw new SiloUnavailableException("The silo died.");
            }
        }

        return context.Invoke();
    }

    /// <summary>The calls of one method since the last time, by the grains' keys, in order of the keys.</summary>
    public IReadOnlyList<string> Take(string method)
    {
        var taken = _calls.Where(call => call.StartsWith(method + " ", StringComparison.Ordinal)).Select(call => call[(method.Length + 1)..]);
        string[] keys = [.. taken.Order(StringComparer.Ordinal)];
        _calls.Clear();
        return keys;
    }
}
