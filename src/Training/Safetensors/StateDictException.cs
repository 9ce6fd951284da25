namespace ResNet.Distributed.Training.Safetensors;

/// <summary>A state dict does not fit a module.</summary>
public sealed class StateDictException : Exception
{
    /// <summary>Lists every fault.</summary>
    public StateDictException(
        IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> different)
        : base("The state dict does not fit the model." + List(" Missing", missing) + List(" Unexpected", unexpected)
            + List(" Of another type or shape", different))
    {
        (Missing, Unexpected, Different) = (missing, unexpected, different);
    }

    /// <summary>Names that the module has and the state dict lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Names that the state dict has and the module lacks.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>Names of another type or shape, each with what was found and what was expected.</summary>
    public IReadOnlyList<string> Different { get; }

    private static string List(string title, IReadOnlyList<string> names) =>
        names.Count == 0 ? "" : $"{title}: {string.Join(", ", names)}.";
}
