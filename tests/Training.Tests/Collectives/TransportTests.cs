using System.Collections.Concurrent;
using ResNet.Distributed.Training.Collectives;
using ResNet.Distributed.Training.Collectives.SharedMemory;
using ResNet.Distributed.Training.Tests.Collectives.Support;

namespace ResNet.Distributed.Training.Tests.Collectives;

/// <summary>What carries the data, and why.</summary>
public sealed class TransportTests
{
    [Fact]
    public async Task Ranks_of_one_machine_use_shared_memory_by_themselves()
    {
        Assert.SkipUnless(LinuxMemory.IsSupported && Directory.Exists("/dev/shm"), "there is no shared memory of ours here");
        Assert.All(await Group.RunAsync(3, TransportChoice.Auto, group => group.Transport), name => Assert.Equal("shared memory", name));
    }

    [Fact]
    public async Task Without_a_folder_in_memory_they_use_TCP_and_say_why()
    {
        var log = new ConcurrentQueue<string>();
        var names = await Group.RunAsync(3, TransportChoice.Auto, group =>
        {
            group.AllReduce(new float[1000]);
            return group.Transport;
        }, options => options with
        {
            SharedMemoryFolder = options.Rank == 1 ? "/nowhere/at all" : options.SharedMemoryFolder,
            Log = log.Enqueue,
        });

        Assert.All(names, name => Assert.Equal("tcp", name));
        Assert.Equal(3, log.Count(line => line.Contains("over TCP, because rank")));
    }

    [Fact]
    public async Task Ranks_whose_folders_are_not_the_same_use_TCP()
    {
        using var folder = new SharedFolder();
        var names = await Group.RunAsync(2, TransportChoice.Auto, group => group.Transport, options => options with
        {
            SharedMemoryFolder = options.Rank == 1 ? folder.Path : options.SharedMemoryFolder,
        });

        Assert.All(names, name => Assert.Equal("tcp", name));
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task Shared_memory_that_cannot_be_had_is_an_error_where_it_is_demanded()
    {
        var error = await Assert.ThrowsAsync<CollectiveException>(() => Group.RunAsync(
            2, TransportChoice.SharedMemory, _ => { }, options => options with { SharedMemoryFolder = "/nowhere/at all" }));

        Assert.Contains("is to use shared memory, but rank", error.Message);
    }

    [Fact]
    public async Task Contradicting_choices_are_an_error()
    {
        var error = await Assert.ThrowsAsync<CollectiveException>(() => Group.RunAsync(
            2, TransportChoice.Tcp, _ => { }, options => options with
            {
                Transport = options.Rank == 0 ? TransportChoice.Tcp : TransportChoice.SharedMemory,
            }));

        Assert.Contains("Rank 0 is to use TCP and rank 1 shared memory", error.Message);
    }

    [Fact]
    public async Task A_file_that_a_killed_process_left_is_deleted_and_one_in_use_is_not()
    {
        Assert.SkipUnless(LinuxMemory.IsSupported, "there is no shared memory of ours here");
        using var folder = new SharedFolder();
        var other = Path.Combine(folder.Path, "anybody's");
        await File.WriteAllBytesAsync(other, [1]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOfOneInUse(folder));
        var left = Path.Combine(folder.Path, "resnet-collective-" + new string('0', 32));
        await File.WriteAllBytesAsync(left, new byte[4096]);
        await Group.RunAsync(2, TransportChoice.SharedMemory, _ => { }, options => options with { SharedMemoryFolder = folder.Path });

        Assert.Equal([other], folder.Files);
    }

    private static UnixFileMode? ModeOfOneInUse(SharedFolder folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        using var file = SharedFile.Create(folder.Path);
        SharedFile.DeleteLeftOvers(folder.Path);
        return File.GetUnixFileMode(Path.Combine(folder.Path, file.Name!));
    }
}
