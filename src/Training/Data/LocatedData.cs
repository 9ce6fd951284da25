namespace ResNet.Distributed.Training.Data;

/// <summary>The data set that was decided on.</summary>
/// <param name="Path">A folder or archive that <see cref="CifarReader.Read"/> takes.</param>
/// <param name="Kind">How it came about.</param>
/// <param name="Detail">One sentence that says why, for people.</param>
public sealed record LocatedData(string Path, LocatedDataKind Kind, string Detail);

/// <summary>How a data set came about.</summary>
public enum LocatedDataKind
{
    /// <summary>It was named.</summary>
    Given,

    /// <summary>It was in the data set folder already.</summary>
    Folder,

    /// <summary>It was downloaded just now.</summary>
    Downloaded,

    /// <summary>It was generated, because there was no other.</summary>
    Synthetic,
}
