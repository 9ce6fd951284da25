using System.Net.Sockets;

namespace ResNet.Distributed.Contracts.Http;

/// <summary>
/// A client's handler whose failed connections are all <see cref="HttpRequestException"/>, which is what callers that ask again look for.
/// </summary>
/// <remarks>
/// .NET asks a connection that it has just made for the address of its other end. Where that end has been lost already (a process that dies,
/// a network that is cut), this throws a bare <see cref="SocketException"/>, past all that catches a failed request.
/// </remarks>
/// <param name="connections">What makes the connections.</param>
public sealed class ConnectionFaults(SocketsHttpHandler connections) : DelegatingHandler(connections)
{
    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">There is no connection.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (SocketException fault)
        {
            throw new HttpRequestException(
                HttpRequestError.ConnectionError, $"{fault.Message} ({request.RequestUri?.Authority})", fault);
        }
    }
}
