using System.Text.Json;
using Orleans.Storage;
using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.Coordinator.Storage;

/// <summary>Stores grain state as plain JSON: readable in the store, and tolerant of members that a later version adds.</summary>
internal sealed class JsonGrainStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, ApiJson.Options));

    public T Deserialize<T>(BinaryData input) =>
        JsonSerializer.Deserialize<T>(input.ToMemory().Span, ApiJson.Options)
        ?? throw new JsonException($"The stored state of a {typeof(T).Name} is null.");
}
