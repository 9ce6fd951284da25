using System.Text.RegularExpressions;

namespace ResNet.Distributed.Deploy.Tests.Support;

/// <summary>The name of a container image.</summary>
internal static partial class ImageName
{
    /// <summary>Whether it says which version, to the patch.</summary>
    public static bool IsPinned(string image) => Version().IsMatch(image);

    [GeneratedRegex(@"^[a-z0-9./-]+:v?\d+\.\d+\.\d+(-[a-z0-9.]+)?$")]
    private static partial Regex Version();
}
