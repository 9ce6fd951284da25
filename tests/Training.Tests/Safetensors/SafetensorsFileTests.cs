using System.Buffers.Binary;
using System.Text;
using ResNet.Distributed.Training.Safetensors;
using ResNet.Distributed.Training.Tests.Models;
using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Tests.Safetensors;

[Collection(nameof(TorchTests))]
public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryTypeAndShapeComesBackBitForBit()
    {
        using var scope = NewDisposeScope();
        ScalarType[] types =
        [
            ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64,
            ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
        ];
        long[][] shapes = [[], [0], [3], [2, 0, 5], [2, 3, 4]];
        var tensors = (from type in types
                       from shape in shapes
                       select ($"{type}/{string.Join('x', shape)}", (rand(shape) * 100).to(type))).ToList();
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["note"] = "ä\"\n" };

        SafetensorsFile.Write(_folder.File("t"), tensors, metadata);
        using var file = SafetensorsFile.Read(_folder.File("t"));

        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(tensors.Count, file.Tensors.Count);
        foreach (var (name, tensor) in tensors)
        {
            var read = file.Tensors[name];
            Assert.Equal(tensor.dtype, read.dtype);
            Assert.Equal(tensor.shape, read.shape);
            Assert.True(tensor.numel() == 0 || tensor.bytes.SequenceEqual(read.bytes), name);
        }
    }

    [Fact]
    public void TheBytesAreThoseOfTheFormat()
    {
        using var scope = NewDisposeScope();

        SafetensorsFile.Write(_folder.File("t"), [("b", tensor(new byte[] { 7, 8 })), ("n", tensor(-1L)), ("f", tensor(1.5f))]);

        var bytes = File.ReadAllBytes(_folder.File("t"));
        const string Header =
            """{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"f":{"dtype":"F32","shape":[],"data_offsets":[8,12]},"""
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[12,14]}}";
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(Header, Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0xC0, 0x3F, 7, 8], bytes[(8 + length)..]);
    }

    [Fact]
    public void ANonContiguousTensorIsWrittenInItsLogicalOrder()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(_folder.File("t"), [("t", tensor(new float[] { 1, 2, 3, 4 }).reshape(2, 2).t())]);

        using var file = SafetensorsFile.Read(_folder.File("t"));

        Assert.Equal([1f, 3, 2, 4], file.Tensors["t"].data<float>());
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFileAndNothingElse()
    {
        using var scope = NewDisposeScope();
        File.WriteAllText(_folder.File("t"), "old");
        var freed = ones(3);
        var sparse = ones(2, 2).to_sparse(); // has a type and a shape, but no bytes to write

        Assert.ThrowsAny<Exception>(() => SafetensorsFile.Write(_folder.File("t"), [("a", freed), ("b", sparse)]));

        Assert.Equal("old", File.ReadAllText(_folder.File("t")));
        Assert.Equal(["t"], _folder.FileNames());
    }

    [Fact]
    public void AFolderThatDoesNotExistIsNamed()
    {
        using var one = ones(1);
        var path = Path.Combine(_folder.File("none"), "t");

        var error = Assert.Throws<DirectoryNotFoundException>(() => SafetensorsFile.Write(path, [("a", one)]));

        Assert.Contains(_folder.File("none"), error.Message);
    }

    [Fact]
    public void NamesThatComeTwiceAndTypesWithoutANameAreRefused()
    {
        using var scope = NewDisposeScope();
        var one = ones(1);

        AssertRefused("'a'", ("a", one), ("a", one));
        AssertRefused("'__metadata__'", ("__metadata__", one));
        AssertRefused("ComplexFloat32", ("c", ones(1, ScalarType.ComplexFloat32)));
        Assert.Empty(_folder.FileNames());

        void AssertRefused(string message, params (string, Tensor)[] tensors) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(_folder.File("t"), tensors)).Message);
    }
}
