using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResNet.Distributed.Contracts.Api;

/// <summary>How the API's messages are written: camelCase names, enums as lower-case words, NaN and infinity as strings.</summary>
public static class ApiJson
{
    /// <summary>Shared by server and client.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Gives <paramref name="options"/> the API's settings.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }
}
