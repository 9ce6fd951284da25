using System.Runtime.InteropServices;
using ResNet.Distributed.Training.Native;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Native;

[Collection(nameof(TorchTests))]
public sealed class TorchScriptTests
{
    private static readonly TorchScript Script = new("""
        def turned(first: Tensor, second: Tensor) -> List[Tensor]:
            return [second, first + 1]

        def many(one: Tensor) -> List[Tensor]:
            return [one, one, one, one, one, one, one, one, one]

        def single(one: Tensor) -> Tensor:
            return one

        def product(one: Tensor, other: Tensor) -> List[Tensor]:
            return [torch.mm(one, other)]
        """);

    [Fact]
    public void A_function_gives_a_list_of_tensors_however_often_it_is_called()
    {
        // TorchScript makes something else of a function that it has seen run: later calls are of that.
        for (var i = 0; i < 5; i++)
        {
            using var scope = NewDisposeScope();
            var results = Script.Call("turned", tensor(new[] { 1f, 2f }), tensor(new[] { 3f }));

            Assert.Equal(2, results.Length);
            Assert.Equal([3f], results[0].data<float>().ToArray());
            Assert.Equal([2f, 3f], results[1].data<float>().ToArray());
        }
    }

    [Fact]
    public void What_a_function_gives_outlives_what_it_was_given()
    {
        Tensor result;
        using (var given = tensor(new[] { 7f }))
        {
            result = Script.Call("turned", given, given)[0];
        }

        using (result)
        {
            Assert.Equal([7f], result.data<float>().ToArray());
        }
    }

    [Fact]
    public void What_torch_says_is_the_error()
    {
        Assert.Contains("expected", Assert.Throws<ExternalException>(() => new TorchScript("def half(")).Message, StringComparison.Ordinal);
        Assert.Contains("shapes cannot be multiplied", Assert.Throws<ExternalException>(
            () => Script.Call("product", zeros(2, 3), zeros(2, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("allocator", Assert.Throws<ExternalException>(() => Script.Call("many", zeros(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_gives_no_list_is_refused() =>
        Assert.Contains("single gives", Assert.Throws<InvalidOperationException>(() => Script.Call("single", zeros(1))).Message, StringComparison.Ordinal);

    [Fact]
    public void More_than_eight_arguments_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Script.Call("many", [.. Enumerable.Repeat(zeros(1), 9)]));
}
