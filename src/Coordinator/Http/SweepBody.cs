using ResNet.Distributed.Contracts.Sweeps;

namespace ResNet.Distributed.Coordinator.Http;

/// <summary>A sweep file as it comes by HTTP.</summary>
internal static class SweepBody
{
    private const int Block = 16 << 10;

    /// <summary>Its text; null when it is larger than <see cref="SweepFile.MaxBytes"/>, of which no more than that is kept.</summary>
    /// <exception cref="BadHttpRequestException">It breaks off, or is too slow.</exception>
    public static async Task<string?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > SweepFile.MaxBytes)
        {
            return null;
        }

        // A body in chunks does not say how long it is.
        var text = new MemoryStream();
        var block = new byte[Block];
        while (await request.Body.ReadAsync(block, request.HttpContext.RequestAborted) is > 0 and var count)
        {
            if (text.Length + count > SweepFile.MaxBytes)
            {
                return null;
            }

            text.Write(block, 0, count);
        }

        text.Position = 0;
        using var reader = new StreamReader(text);
        return await reader.ReadToEndAsync();
    }
}
