namespace ResNet.Distributed.Chaos.CommandLine;

/// <summary>What the machine must have.</summary>
internal static class Requirements
{
    private static readonly (string Program, string Package)[] Programs =
    [
        ("ip", "iproute2"), ("bridge", "iproute2"), ("nsenter", "util-linux"), ("setpriv", "util-linux"), ("redis-server", "redis-server"),
    ];

    /// <summary>What is missing, a line each; empty when a run can start.</summary>
    public static IEnumerable<string> Missing()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            yield return "Network namespaces need root: run this as root, or in a container with CAP_SYS_ADMIN and CAP_NET_ADMIN.";
        }

        foreach (var (program, package) in Programs.Where(entry => !IsOnPath(entry.Program)))
        {
            yield return $"{program} is not on the path (Debian: apt-get install {package}).";
        }
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
