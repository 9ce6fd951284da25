namespace ResNet.Distributed.Training.Native;

/// <summary>libtorch cannot be loaded; the message names the library, what this system has, and the way out.</summary>
public sealed class NativeLoadException : Exception
{
    /// <summary>An error with a message for the person who started the program.</summary>
    public NativeLoadException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
