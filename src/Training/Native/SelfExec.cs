using System.Runtime.InteropServices;

namespace ResNet.Distributed.Training.Native;

/// <summary>Replaces the process by a fresh run of its own program (Linux).</summary>
internal static partial class SelfExec
{
    /// <summary>
    /// Starts the program again in this process, with the arguments it had and more environment variables. All threads end.
    /// </summary>
    /// <returns>Why it failed; on success this does not return.</returns>
    public static unsafe string Restart(IReadOnlyDictionary<string, string> variables)
    {
        // As bytes, so that arguments which are no UTF-8 pass unchanged; each ends with a NUL.
        byte[] arguments;
        try
        {
            arguments = File.ReadAllBytes("/proc/self/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }

        foreach (var (name, value) in variables)
        {
            if (SetVariable(name, value, overwrite: 1) != 0)
            {
                return $"setenv: {Marshal.GetLastPInvokeErrorMessage()}";
            }
        }

        var offsets = ArgumentOffsets(arguments);
        var pointers = new byte*[offsets.Count + 1];
        fixed (byte* first = arguments)
        fixed (byte** argv = pointers)
        {
            for (var i = 0; i < offsets.Count; i++)
            {
                argv[i] = first + offsets[i];
            }

            // The real path rather than /proc/self/exe, or ps and top would call the process "exe".
            Execute(Environment.ProcessPath ?? "/proc/self/exe", argv);
            return $"execv: {Marshal.GetLastPInvokeErrorMessage()}";
        }
    }

    /// <summary>Where each NUL-terminated argument starts.</summary>
    internal static List<int> ArgumentOffsets(ReadOnlySpan<byte> arguments)
    {
        List<int> offsets = [];
        for (var start = 0; start < arguments.Length;)
        {
            offsets.Add(start);
            var length = arguments[start..].IndexOf((byte)0);
            start = length < 0 ? arguments.Length : start + length + 1;
        }

        return offsets;
    }

    // Changes the C library's environment, which execv passes on byte for byte.
    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Execute(string path, byte** argv);
}
