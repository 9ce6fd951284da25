namespace ResNet.Distributed.Durability;

/// <summary>Who may read a file, from its first moment on.</summary>
public enum FileReaders
{
    /// <summary>Whoever the user's own settings (umask) allow it.</summary>
    Everyone,

    /// <summary>Its owner alone: it holds a secret.</summary>
    Owner,
}
