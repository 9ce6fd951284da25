using ResNet.Distributed.Contracts.Workers;

namespace ResNet.Distributed.Coordinator.Trials;

/// <summary>
/// Where the workers of one attempt find each other. Nothing of it is stored: they ask until all are there, and after a restart they
/// tell it again.
/// </summary>
internal sealed class Meeting
{
    private const int MostChannels = 8;

    private readonly Dictionary<string, string?[]> _channels = new(StringComparer.Ordinal);
    private int _attempt;

    /// <summary>Notes where one worker is, and tells where all are once all have been here.</summary>
    /// <param name="state">The trial.</param>
    /// <param name="request">What the worker says.</param>
    public MeetingAnswer Answer(TrialState state, MeetingRequest request)
    {
        if (state.Lease is not { } lease || request.Attempt != state.Attempt || !IsSound(request, lease.Workers.Length))
        {
            return MeetingAnswer.No;
        }

        if (_attempt != request.Attempt)
        {
            _channels.Clear();
            _attempt = request.Attempt;
        }

        if (!_channels.TryGetValue(request.Channel, out var endpoints))
        {
            if (_channels.Count == MostChannels)
            {
                return MeetingAnswer.No;
            }

            _channels[request.Channel] = endpoints = new string?[lease.Workers.Length];
        }

        endpoints[request.Rank] = request.Endpoint;
        return endpoints.Contains(null) ? MeetingAnswer.NotYet : new MeetingAnswer(false, [.. endpoints.Select(endpoint => endpoint!)]);
    }

    private static bool IsSound(MeetingRequest request, int ranks) =>
        request.Rank >= 0 && request.Rank < ranks && request.Endpoint.Length <= MeetingRequest.LongestEndpoint;
}
