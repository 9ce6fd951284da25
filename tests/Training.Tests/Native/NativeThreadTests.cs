using ResNet.Distributed.Training.Native;

namespace ResNet.Distributed.Training.Tests.Native;

public sealed class NativeThreadTests
{
    [Fact]
    public void Only_the_calling_thread_and_those_it_starts_are_lowered()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "threads have their own nice value on Linux only");
        var before = NativeThread.CurrentNice();
        Assert.SkipWhen(before > 16, "the tests run at the lowest priority already");
        var (returned, after, ofChild, again) = OnNewThread(() => (
            NativeThread.LowerPriority(17),
            NativeThread.CurrentNice(),
            OnNewThread(NativeThread.CurrentNice),
            NativeThread.LowerPriority(3)));

        Assert.Equal((17, 17, 17), (returned, after, ofChild));
        Assert.Equal(17, again);
        Assert.Equal(before, NativeThread.CurrentNice());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(20)]
    public void A_value_out_of_range_is_refused(int nice) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NativeThread.LowerPriority(nice));

    private static T OnNewThread<T>(Func<T> run)
    {
        var result = new TaskCompletionSource<T>();
        var thread = new Thread(() =>
        {
            try
            {
                result.SetResult(run());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        });
        thread.Start();
        thread.Join();
        return result.Task.GetAwaiter().GetResult();
    }
}
