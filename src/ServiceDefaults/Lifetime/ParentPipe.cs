namespace ResNet.Distributed.ServiceDefaults.Lifetime;

/// <summary>The launcher's end of this process' standard input, for a command that runs without a host.</summary>
public static class ParentPipe
{
    /// <summary>
    /// A token that is cancelled when the launcher is gone, or when <paramref name="stop"/> is. Without a launcher (no
    /// <c>Launcher__ParentPipe=stdin</c> in the environment) it is <paramref name="stop"/>'s alone.
    /// </summary>
    public static CancellationTokenSource Link(CancellationToken stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (Environment.GetEnvironmentVariable(LifetimeServices.ParentPipeKey.Replace(":", "__")) == LifetimeServices.StandardInput)
        {
            new Thread(() => CancelAtEnd(source)) { IsBackground = true, Name = "parent watch" }.Start();
        }

        return source;
    }

    private static void CancelAtEnd(CancellationTokenSource source)
    {
        using var pipe = Console.OpenStandardInput();
        ParentWatch.ReadToEnd(pipe);
        source.Cancel();
    }
}
