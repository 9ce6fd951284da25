namespace ResNet.Distributed.Deploy.Tests.Compose;

/// <summary>One service.</summary>
internal sealed class ComposeService
{
    public string? Image { get; set; }

    public string? User { get; set; }

    public List<string>? Entrypoint { get; set; }

    public List<string> Command { get; set; } = [];

    public string? WorkingDir { get; set; }

    public string? Restart { get; set; }

    public bool ReadOnly { get; set; }

    public List<string> Tmpfs { get; set; } = [];

    public List<string> CapDrop { get; set; } = [];

    public List<string> CapAdd { get; set; } = [];

    public List<string> SecurityOpt { get; set; } = [];

    public object? Logging { get; set; }

    public List<string> Networks { get; set; } = [];

    public string? NetworkMode { get; set; }

    public List<string> Ports { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public List<string> Volumes { get; set; } = [];

    public List<string> Secrets { get; set; } = [];

    public string? ShmSize { get; set; }

    public string? StopGracePeriod { get; set; }

    public ComposeHealthcheck? Healthcheck { get; set; }

    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    public ComposeDeploy? Deploy { get; set; }

    /// <summary>What is mounted, and where: a volume's name or a path of the host's, and a path in the container.</summary>
    public IEnumerable<(string Source, string Target)> Mounts => Volumes.Select(volume => volume.Split(':') switch
    {
        [var source, var target, ..] => (source, target),
        _ => throw new FormatException($"{volume}: expected SOURCE:TARGET."),
    });

    /// <summary>Whether a path in the container is, or lies in, something that is mounted.</summary>
    public bool Holds(string path) => Mounts.Any(mount => path == mount.Target || path.StartsWith(mount.Target + "/", StringComparison.Ordinal))
        || Secrets.Any(secret => path == $"/run/secrets/{secret}" || path == "/run/secrets");
}

/// <summary>How a container is asked whether it is well.</summary>
internal sealed class ComposeHealthcheck
{
    public List<string> Test { get; set; } = [];

    public string? Interval { get; set; }

    public string? Timeout { get; set; }

    public int Retries { get; set; }

    public string? StartPeriod { get; set; }
}

/// <summary>What is waited for.</summary>
internal sealed class ComposeDependency
{
    public string? Condition { get; set; }
}

/// <summary>What it may take.</summary>
internal sealed class ComposeDeploy
{
    public ComposeResources Resources { get; set; } = new();
}

/// <summary>At most, and at least.</summary>
internal sealed class ComposeResources
{
    public Dictionary<string, string> Limits { get; set; } = [];

    public ComposeReservations? Reservations { get; set; }
}

/// <summary>Devices of its own.</summary>
internal sealed class ComposeReservations
{
    public List<ComposeDevice> Devices { get; set; } = [];
}

/// <summary>GPUs by number.</summary>
internal sealed class ComposeDevice
{
    public string? Driver { get; set; }

    public List<string> DeviceIds { get; set; } = [];

    public List<string> Capabilities { get; set; } = [];
}

/// <summary>A file of the host's.</summary>
internal sealed class ComposeSecret
{
    public string? File { get; set; }
}
