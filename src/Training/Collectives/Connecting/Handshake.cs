using System.Net.Sockets;
using System.Security.Cryptography;

namespace ResNet.Distributed.Training.Collectives.Connecting;

/// <summary>
/// Both ends of a connection prove that they have the attempt's token, without telling it: each answers the other's random
/// numbers with an HMAC-SHA256 over the whole greeting and both nonces. The one who connects proves first, so that a stranger
/// learns nothing; the two directions are labelled, so that neither end's answer can be given back to it.
/// </summary>
/// <param name="token">The attempt's secret.</param>
internal sealed class Handshake(ReadOnlyMemory<byte> token)
{
    private const int AnswerSize = 4 + Greeting.NonceBytes;
    private static readonly byte[] ConnectingLabel = "ResNet.Distributed collective v1, connecting end"u8.ToArray();
    private static readonly byte[] ListeningLabel = "ResNet.Distributed collective v1, listening end"u8.ToArray();

    /// <summary>The part of the end that connected.</summary>
    /// <exception cref="RefusedException">The ends do not belong together.</exception>
    /// <exception cref="EndOfStreamException">The peer closed the connection.</exception>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="SocketException">The connection failed.</exception>
    public void Connect(Socket socket, Greeting greeting, Deadline deadline)
    {
        var hello = greeting.Encode(RandomNumberGenerator.GetBytes(Greeting.NonceBytes));
        Wire.Send(socket, hello, deadline);
        var challenge = ReceiveAnswer(socket, deadline);
        Wire.Send(socket, Proof(ConnectingLabel, hello, challenge), deadline);
        var proof = ReceiveAnswer(socket, deadline);
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof(ListeningLabel, hello, challenge)))
        {
            throw new RefusedException(Refusal.Token, "it does not have the attempt's token");
        }
    }

    /// <summary>The part of the end that listens.</summary>
    /// <param name="socket">A connection from anybody.</param>
    /// <param name="expected">Who should connect; any purpose will do.</param>
    /// <param name="deadline">When it must be over.</param>
    /// <returns>What the connection is for.</returns>
    /// <inheritdoc cref="Connect" path="/exception"/>
    public LinkPurpose Accept(Socket socket, Greeting expected, Deadline deadline)
    {
        var hello = new byte[Greeting.Size];
        Wire.Receive(socket, hello, deadline);
        if (Greeting.Decode(hello) is not { } greeting)
        {
            throw Refuse(socket, Refusal.Format, "what it sent is no greeting of this version", deadline);
        }

        var (refusal, reason) = expected.Compare(greeting);
        if (refusal != Refusal.None)
        {
            throw Refuse(socket, refusal, reason, deadline);
        }

        var challenge = RandomNumberGenerator.GetBytes(Greeting.NonceBytes);
        SendAnswer(socket, Refusal.None, challenge, deadline);
        var proof = new byte[HMACSHA256.HashSizeInBytes];
        Wire.Receive(socket, proof, deadline);
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof(ConnectingLabel, hello, challenge)))
        {
            throw Refuse(socket, Refusal.Token, "it does not have the attempt's token", deadline);
        }

        SendAnswer(socket, Refusal.None, Proof(ListeningLabel, hello, challenge), deadline);
        return greeting.Purpose;
    }

    private byte[] Proof(byte[] label, byte[] hello, byte[] challenge) =>
        HMACSHA256.HashData(token.Span, [.. label, .. hello, .. challenge]);

    private static RefusedException Refuse(Socket socket, Refusal refusal, string reason, Deadline deadline)
    {
        SendAnswer(socket, refusal, new byte[Greeting.NonceBytes], deadline);
        return new RefusedException(refusal, reason);
    }

    private static void SendAnswer(Socket socket, Refusal refusal, byte[] content, Deadline deadline) =>
        Wire.Send(socket, [(byte)refusal, 0, 0, 0, .. content], deadline);

    private static byte[] ReceiveAnswer(Socket socket, Deadline deadline)
    {
        var answer = new byte[AnswerSize];
        Wire.Receive(socket, answer, deadline);
        var refusal = (Refusal)answer[0];
        return refusal == Refusal.None ? answer[4..] : throw new RefusedException(refusal, refusal switch
        {
            Refusal.Channel => "it is of another channel",
            Refusal.Attempt => "it is of another attempt",
            Refusal.WorldSize => "its world has another size",
            Refusal.Rank => "another rank is expected there",
            Refusal.Token => "it has another token",
            _ => "it does not understand this version's greeting",
        });
    }
}
