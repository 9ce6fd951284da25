namespace ResNet.Distributed.Contracts.Workers;

/// <summary>
/// One incarnation of a worker: its name, which survives a restart, and its silo's address, which does not. A worker grain's key
/// is this id, so that the grain can be placed on that silo and on no other, and so that a call to a dead incarnation fails
/// instead of reaching its successor.
/// </summary>
/// <param name="Name">The worker's name, unique in the cluster; without <c>@</c>.</param>
/// <param name="Silo">The silo's address in Orleans' parsable form, with its generation.</param>
[GenerateSerializer, Immutable]
public readonly record struct WorkerId([property: Id(0)] string Name, [property: Id(1)] string Silo)
{
    /// <summary>The address of its machine, of <c>address:port@generation</c>; empty where the silo is not of that form.</summary>
    public string Machine => Silo.LastIndexOf(':') is > 0 and var colon ? Silo[..colon] : "";

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">There is no <c>@</c> between two parts.</exception>
    public static WorkerId Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1
            ? new WorkerId(text[..at], text[(at + 1)..])
            : throw new FormatException($"'{text}' is not a worker: expected name@silo.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}@{Silo}";
}
