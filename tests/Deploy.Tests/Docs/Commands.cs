using ResNet.Distributed.Deploy.Tests.Support;

namespace ResNet.Distributed.Deploy.Tests.Docs;

/// <summary>What a page tells its readers to type.</summary>
internal static class Commands
{
    private static readonly string[] Programs = ["dotnet", "./test.sh", "docker", "kubectl", "curl", "prometheus", "promtool", "openssl"];

    /// <summary>The commands in a page's blocks of code, in their order.</summary>
    public static IReadOnlyList<string> Of(string page)
    {
        var commands = new List<string>();
        var inBlock = false;
        foreach (var line in Repository.Read(page).Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inBlock = !inBlock;
            }
            else if (inBlock && Programs.Contains(line.Split(' ')[0]))
            {
                commands.Add(line);
            }
        }

        return commands;
    }
}
