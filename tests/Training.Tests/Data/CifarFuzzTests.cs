using System.Diagnostics;
using CsCheck;
using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

/// <summary>
/// Damaged files: the answer is a <see cref="CifarDataException"/> or data of the right shape, soon and in little
/// memory.
/// </summary>
public sealed class CifarFuzzTests
{
    private const int Iterations = 3000;

    private static readonly byte[] Python = SmallCifar.PythonBatch(3);
    private static readonly byte[] Meta = SmallCifar.PythonMeta([.. CifarFormat.ClassNames]);
    private static readonly byte[] Binary = SmallCifar.BinaryBatch(3);
    private static readonly byte[] Archive = TarGz.Make(SmallCifar.PythonFiles());
    private static readonly byte[] Tar = TarGz.MakeTar(SmallCifar.PythonFiles());

    [Fact]
    public void Python_batches() => Mutations.Of(Python).Sample(bytes => Check(bytes, () =>
    {
        using var batch = PythonBatchTests.Parse(bytes);
        Assert.NotEmpty(batch.Labels);
        PythonBatchTests.Copy(batch, batch.Labels.Length * CifarFormat.ImageBytes);
    }), iter: Iterations);

    // Most of a batch is pixels: here only its structure is damaged.
    [Fact]
    public void Python_batches_outside_the_pixels() => Mutations.Of(Python, head: 420).Sample(bytes => Check(bytes, () =>
    {
        using var batch = PythonBatchTests.Parse(bytes);
        PythonBatchTests.Copy(batch, batch.Labels.Length * CifarFormat.ImageBytes);
    }), iter: Iterations);

    [Fact]
    public void Files_on_disk()
    {
        using var folder = new TempFolder();
        Mutations.Of(Python, head: 420).Sample(bytes =>
        {
            var path = folder[Guid.NewGuid().ToString()];
            File.WriteAllBytes(path, bytes);
            Check(bytes, () =>
            {
                using var batch = CifarFolder.ReadPython(path, default);
                PythonBatchTests.Copy(batch, batch.Labels.Length * CifarFormat.ImageBytes);
            });
            File.Delete(path);
        }, iter: 500);
    }

    [Fact]
    public void Class_names() => Mutations.Of(Meta).Sample(bytes => Check(bytes, () =>
    {
        var names = PythonBatch.ReadClassNames(new("test", new MemoryStream(bytes), bytes.Length), default);
        Assert.InRange(names.Count, 1, 256);
    }), iter: Iterations);

    [Fact]
    public void Binary_batches() => Mutations.Of(Binary).Sample(bytes => Check(bytes, () =>
    {
        using var batch = BinaryBatch.Read("test", new MemoryStream(bytes), bytes.Length, default);
        Assert.Equal(bytes.Length / 3073, batch.Labels.Length);
    }), iter: 500);

    [Fact]
    public void Zipped_archives() => CheckArchives(Mutations.Of(Archive), zip: false);

    [Fact]
    public void Archives_damaged_before_zipping() => CheckArchives(Mutations.Of(Tar, head: 1200), zip: true);

    private static void CheckArchives(Gen<byte[]> archives, bool zip)
    {
        using var folder = new TempFolder();
        archives.Sample(bytes =>
        {
            var path = folder[Guid.NewGuid().ToString()];
            File.WriteAllBytes(path, zip ? TarGz.Zip(bytes) : bytes);
            Check(bytes, () =>
            {
                var data = CifarReader.Read(path);
                Assert.Equal((data.TrainCount * 3072, data.TestCount * 3072), (data.TrainImages.Length, data.TestImages.Length));
            });
            File.Delete(path);
        }, iter: 300);
    }

    private static void Check(byte[] bytes, Action read)
    {
        var (clock, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            read();
        }
        catch (CifarDataException e)
        {
            Assert.NotEmpty(e.Found);
            Assert.NotEmpty(e.Expected);
        }

        // Window, buffers and copies take some hundred kilobytes; a length that is believed would take gigabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000 + 40L * bytes.Length);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}
