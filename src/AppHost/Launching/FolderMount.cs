namespace ResNet.Distributed.AppHost.Launching;

/// <summary>A folder that a container reads.</summary>
/// <param name="Source">From the repository's root.</param>
/// <param name="Target">In the container.</param>
internal sealed record FolderMount(string Source, string Target);
