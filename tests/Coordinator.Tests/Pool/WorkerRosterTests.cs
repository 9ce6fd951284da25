using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.Coordinator.Pool;

namespace ResNet.Distributed.Coordinator.Tests.Pool;

public sealed class WorkerRosterTests
{
    private static readonly WorkerId Old = new("a", "10.0.0.1:20001@1");
    private static readonly WorkerId New = new("a", "10.0.0.1:20001@2");
    private static readonly WorkerId Other = new("b", "10.0.0.1:20002@1");

    private readonly WorkerRoster _roster = new();

    [Fact]
    public void Incarnations_of_one_name_are_told_apart()
    {
        var (old, next) = (Note(Old), Note(New));
        Note(Other);

        Assert.Same(old, _roster.Find(Old));
        Assert.Same(next, Note(New));
        Assert.Equal([old], _roster.Others(New));
        Assert.Empty(_roster.Others(Other));
        Assert.Equal([$"{Old}", $"{New}", $"{Other}"], _roster.All.Keys);
    }

    [Fact]
    public void What_is_removed_is_not_found_by_its_name_either()
    {
        var old = Note(Old);

        Assert.Same(old, _roster.Remove(Old));
        Assert.Null(_roster.Remove(Old));
        Assert.Null(_roster.Find(Old));
        Assert.Empty(_roster.Others(New));
        Assert.Empty(_roster.All);
    }

    private PooledWorker Note(WorkerId id) => _roster.Note(id, DateTimeOffset.UnixEpoch);
}
