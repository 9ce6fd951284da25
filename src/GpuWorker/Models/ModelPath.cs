using ResNet.Distributed.Exchange;
using ResNet.Distributed.Training.Safetensors;

namespace ResNet.Distributed.GpuWorker.Models;

/// <summary>The file behind what a caller names as a model: a file, a trial's folder, or its folder of checkpoints.</summary>
internal static class ModelPath
{
    /// <summary>A file as it is; of a folder the weights of the best epoch, or the newest checkpoint where there are none.</summary>
    /// <exception cref="SafetensorsException">The folder holds neither, or the file is of another format.</exception>
    public static string Resolve(string path)
    {
        if (!Directory.Exists(path))
        {
            return Path.GetExtension(path).Equals($".{ModelExport.Onnx}", StringComparison.OrdinalIgnoreCase)
                ? throw new SafetensorsException(path, null, "an ONNX file by its name", "safetensors, which 'export' writes too")
                : path;
        }

        return Newest(Path.Combine(path, TrialFile.Folder))
            ?? Newest(path)
            ?? throw new SafetensorsException(
                path, null, "a folder that is not a trial's",
                "a safetensors file, or a trial's folder with its checkpoints, such as runs/lr/trials/3");
    }

    private static string? Newest(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var names = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Where(TrialFile.IsOne).ToArray();
        var newest = names.Where(name => !TrialFile.IsCheckpoint(name)).OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).LastOrDefault()
            ?? TrialFile.NewestFirst(names, int.MaxValue).FirstOrDefault();
        return newest is null ? null : Path.Combine(folder, newest);
    }
}
