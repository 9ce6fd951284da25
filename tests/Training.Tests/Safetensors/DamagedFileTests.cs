using System.Buffers.Binary;
using System.Text;
using CsCheck;
using ResNet.Distributed.Training.Safetensors;
using ResNet.Distributed.Training.Tests.Models;

namespace ResNet.Distributed.Training.Tests.Safetensors;

[Collection(nameof(TorchTests))]
public sealed class DamagedFileTests : IDisposable
{
    private const string Sound = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[]", 0, null, "a JSON object")]
    [InlineData("", 0, null, "a JSON object")]
    [InlineData("{", 0, null, "cannot be parsed")]
    [InlineData("{}", 1, null, "found 1 bytes of data; expected 0")]
    [InlineData("""{"a":1}""", 0, "a", "dtype, shape and data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "a", "dtype, shape and data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}""", 8, "a", "dtype, shape and data_offsets")]
    [InlineData("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", 8, "a", "dtype \"F31\"; expected one of F64, F32")]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", 8, "a", "dtype 7")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "a", "shape [-2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,10]}}""", 10, "a", "shape [2.5]")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "a", "shape 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "a", "found 8 bytes by its data_offsets; expected 12 bytes for F32 of shape [3]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "a", "begin ≤ end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "a", "begin ≤ end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "a", "begin ≤ end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}""", 8, "a", "begin ≤ end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "a", "begin at 4; expected 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "b", "begin at 2; expected 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[6,10]}}""", 10, "b", "begin at 6; expected 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 3, null, "found 3 bytes of data; expected 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5, null, "found 5 bytes of data; expected 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, null, "cannot be parsed")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,8]}}""", 8, "a", "9223372036854775807 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9223372036854775807,9],"data_offsets":[0,0]}}""", 0, "a", "9223372036854775807 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", 8, null, "found 8 bytes of data")]
    [InlineData("""{"__metadata__":{"x":1}}""", 0, null, "__metadata__.x of kind Number")]
    [InlineData("""{"__metadata__":[]}""", 0, null, "__metadata__ of kind Array")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, null, "cannot be parsed")]
    [InlineData("""{"a":[[[[[[1]]]]]]}""", 0, null, "cannot be parsed")]
    public void AFaultInTheHeaderIsNamed(string header, int dataLength, string? tensorName, string message)
    {
        Write(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(_folder.File("t")));

        Assert.Equal(tensorName, error.Tensor);
        Assert.StartsWith(_folder.File("t"), error.Message);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 128, 123, 125 })] // 2⁶³
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 127, 123, 125 })]
    [InlineData(new byte[] { 0, 0, 0, 64, 0, 0, 0, 0, 123, 125 })] // 1 GiB
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 123, 125 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 123, 255, 125 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 32, 123, 125 })]
    public void AFaultInTheFirstBytesIsNamedAndCostsNothing(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("t"), bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(_folder.File("t")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void ASoundHeaderIsRead()
    {
        Write(Encoding.UTF8.GetBytes(Sound + "   "), [0, 0, 128, 63, 0, 0, 0, 64, 5]);

        using var file = SafetensorsFile.Read(_folder.File("t"));

        Assert.Equal([1f, 2f], file.Tensors["a"].data<float>());
        Assert.Equal(5, file.Tensors["b"].item<byte>());
    }

    [Fact]
    public void ADamagedFileGivesAnErrorOrSoundTensors()
    {
        Write(Encoding.UTF8.GetBytes(Sound), new byte[9]);
        var sound = File.ReadAllBytes(_folder.File("t"));
        var edit = Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte);
        var mutated =
            from edits in edit.Array[0, 4]
            from cut in Gen.OneOf(Gen.Const(sound.Length), Gen.Int[0, sound.Length + 8])
            select Mutate(sound, edits, cut);

        mutated.Sample(ReadsOrRefuses, iter: 3000, threads: 1);
    }

    [Fact]
    public void AHeaderOfStrangePiecesGivesAnErrorOrSoundTensors()
    {
        var number = OneOf("0", "1", "2", "8", "9", "-1", "1e3", "9223372036854775807", "18446744073709551616", "null", "\"8\"", "[]");
        var list = number.Array[0, 3].Select(items => $"[{string.Join(',', items)}]");
        var dtype = OneOf("\"F32\"", "\"U8\"", "\"I64\"", "\"F8_E4M3\"", "\"\"", "1", "{}");
        var entry = Gen.Select(OneOf("a", "b", "__metadata__", "\\u0000"), dtype, list, list).Select((name, type, shape, offsets) =>
            $"\"{name}\":{{\"dtype\":{type},\"shape\":{shape},\"data_offsets\":{offsets}}}");
        var file = Gen.Select(entry.Array[0, 3], Gen.Int[0, 10]).Select((entries, length) =>
            Assemble(Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}"), new byte[length]));

        file.Sample(ReadsOrRefuses, iter: 3000, threads: 1);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private void ReadsOrRefuses(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("t"), bytes);
        try
        {
            using var file = SafetensorsFile.Read(_folder.File("t"));
            var header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            Assert.Equal(bytes.Length - 8 - header, file.Tensors.Values.Sum(t => t.numel() * t.element_size()));
        }
        catch (SafetensorsException e)
        {
            Assert.StartsWith(_folder.File("t"), e.Message);
        }
    }

    private static byte[] Mutate(byte[] sound, (int Index, byte Value)[] edits, int length)
    {
        var bytes = sound.ToArray();
        foreach (var (index, value) in edits)
        {
            bytes[index] = value;
        }

        Array.Resize(ref bytes, length);
        return bytes;
    }

    private void Write(byte[] header, byte[] data) => File.WriteAllBytes(_folder.File("t"), Assemble(header, data));

    private static byte[] Assemble(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }
}
