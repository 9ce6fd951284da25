using System.Collections.Immutable;
using ResNet.Distributed.Contracts.Sweeps;
using ResNet.Distributed.Contracts.Trials;

namespace ResNet.Distributed.Search.Problems;

/// <summary>Something to minimise, whose least value is known.</summary>
internal interface IProblem
{
    /// <summary>The problem's name.</summary>
    string Name { get; }

    /// <summary>Its least value.</summary>
    double Least { get; }

    /// <summary>Standard deviation of the noise that is added to a value before a searcher sees it; 0 for none.</summary>
    double Noise { get; }

    /// <summary>What can be chosen.</summary>
    ImmutableArray<KeyValuePair<string, ParameterDomain>> Space { get; }

    /// <summary>The value of a choice, without noise.</summary>
    double Value(ImmutableSortedDictionary<string, ParameterValue> choice);
}
