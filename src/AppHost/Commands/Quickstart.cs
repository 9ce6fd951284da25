namespace ResNet.Distributed.AppHost.Commands;

/// <summary>The sweep that runs when nothing is asked for.</summary>
internal static class Quickstart
{
    /// <summary>As an error message names it.</summary>
    public const string Name = "quickstart.yaml";

    /// <summary>The file's text.</summary>
    public static string Text
    {
        get
        {
            using var reader = new StreamReader(typeof(Quickstart).Assembly.GetManifestResourceStream(Name)!);
            return reader.ReadToEnd();
        }
    }
}
