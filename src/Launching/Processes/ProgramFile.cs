using System.Runtime.InteropServices;

namespace ResNet.Distributed.Launching.Processes;

/// <summary>How one of the cluster's programs is started.</summary>
/// <param name="Path">The executable.</param>
/// <param name="Arguments">What comes before the program's own arguments.</param>
public sealed record ProgramFile(string Path, params string[] Arguments)
{
    /// <summary>Finds <paramref name="project"/>'s program beside this one.</summary>
    /// <param name="project"><c>Coordinator</c> or <c>GpuWorker</c>.</param>
    /// <param name="baseFolder">Where this program is: <c>artifacts/bin/AppHost/debug/</c>, or where it was published to.</param>
    /// <exception cref="LaunchException">It is not there.</exception>
    public static ProgramFile Find(string project, string baseFolder)
    {
        var folder = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(baseFolder));
        var configuration = System.IO.Path.GetFileName(folder);
        var published = System.IO.Path.Combine(folder, project);
        var built = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, "..", "..", project, configuration));
        return In(published, project)
            ?? In(built, project)
            ?? throw new LaunchException(
                $"The program {project} is neither in {published} nor in {built}. "
                + "Build it with 'dotnet build ResNet.Distributed.sln', or publish it into the first folder.");
    }

    /// <summary>The program that lies in the folder of the running one.</summary>
    /// <param name="project">Its project.</param>
    /// <exception cref="LaunchException">It is not there.</exception>
    public static ProgramFile Own(string project) => In(AppContext.BaseDirectory, project)
        ?? throw new LaunchException($"The program {project} is not in {AppContext.BaseDirectory}.");

    /// <summary>
    /// The folder of the running .NET, for executables that would look for another one; null when it is not laid out as usual.
    /// </summary>
    public static string? DotnetRoot()
    {
        var runtime = System.IO.Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(runtime, "..", "..", ".."));
        return File.Exists(System.IO.Path.Combine(root, "dotnet")) ? root : null;
    }

    private static ProgramFile? In(string folder, string project)
    {
        var executable = System.IO.Path.Combine(folder, $"ResNet.Distributed.{project}");
        var library = executable + ".dll";
        if (File.Exists(executable))
        {
            return new ProgramFile(executable);
        }

        var dotnet = DotnetRoot() is { } root ? System.IO.Path.Combine(root, "dotnet") : "dotnet";
        return File.Exists(library) ? new ProgramFile(dotnet, "exec", library) : null;
    }
}
