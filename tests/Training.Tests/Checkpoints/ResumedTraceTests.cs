using ResNet.Distributed.Training.Loop;
using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.Checkpoints;

[Collection(nameof(TorchTests))]
public sealed class ResumedTraceTests
{
    [Fact]
    public void TheTraceOfARunThatWentOnIsThatOfOneThatWasNotCut()
    {
        using var cut = new KeptRuns();
        using var whole = new KeptRuns();
        cut.RunSteps(KeptRuns.Script, steps: 3);

        KeptRuns.Execute(KeptRuns.Script, cut.Settings(2), new TraceRecorder(cut.File("trace.json")), default);
        KeptRuns.Execute(KeptRuns.Script, whole.Settings(1), new TraceRecorder(whole.File("trace.json")), default);

        Assert.Equal(File.ReadAllText(whole.File("trace.json")), File.ReadAllText(cut.File("trace.json")));
    }
}
