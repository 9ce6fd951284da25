using ResNet.Distributed.Training.Data;

namespace ResNet.Distributed.Training.Tests.Data;

public sealed class CifarReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", false)]
    [InlineData("cifar-10-batches-py", false)]
    [InlineData("", true)]
    [InlineData("cifar-10-batches-bin", true)]
    public void A_folder_or_the_folder_above_is_read(string below, bool binary)
    {
        SmallCifar.Write(_folder[below], binary ? SmallCifar.BinaryFiles() : SmallCifar.PythonFiles());

        var data = CifarReader.Read(_folder.Path);

        SmallCifar.AssertIs(data);
        Assert.Equal(("cifar-10", false), (data.Name, data.IsSynthetic));
        Assert.Equal(binary ? "j" : "truck", data.ClassNames[9]);
        Assert.Equal(Path.Combine(_folder.Path, below).TrimEnd('/'), data.Source.TrimEnd('/'));
    }

    [Fact]
    public void Without_a_list_of_names_the_official_ones_hold()
    {
        var files = SmallCifar.PythonFiles();
        files.Remove("batches.meta");
        SmallCifar.Write(_folder.Path, files);

        Assert.Equal(CifarFormat.ClassNames, CifarReader.Read(_folder.Path).ClassNames);
    }

    [Fact]
    public void A_title_that_begins_with_synthetic_names_the_data_set()
    {
        var files = SmallCifar.PythonFiles();
        files["data_batch_3"] = SmallCifar.PythonBatch(2, title: "synthetic training batch 3 of 5");
        SmallCifar.Write(_folder.Path, files);

        var data = CifarReader.Read(_folder.Path);

        Assert.Equal(("synthetic", true), (data.Name, data.IsSynthetic));
    }

    [Fact]
    public void A_missing_path_is_named()
    {
        var error = Fails(_folder["nowhere"]);

        Assert.Equal(_folder["nowhere"], error.File);
        Assert.Contains("no such file or folder", error.Message);
        Assert.Contains("--data", error.Message);
    }

    [Fact]
    public void A_folder_without_batches_is_named() =>
        Assert.Contains("a folder without CIFAR-10", Fails(_folder.Path).Message);

    [Theory]
    [InlineData("data_batch_4")]
    [InlineData("test_batch")]
    public void A_missing_batch_is_named(string name)
    {
        var files = SmallCifar.PythonFiles();
        files.Remove(name);
        SmallCifar.Write(_folder.Path, files);

        var error = Fails(_folder.Path);

        Assert.Equal(_folder[name], error.File);
        Assert.Equal("no such file", error.Found);
    }

    [Fact]
    public void Half_a_file_is_named_with_the_place_where_it_ends()
    {
        var files = SmallCifar.PythonFiles();
        files["data_batch_2"] = files["data_batch_2"][..3000];
        SmallCifar.Write(_folder.Path, files);

        var error = Fails(_folder.Path);

        Assert.Equal(_folder["data_batch_2"], error.File);
        Assert.Contains("a string of 6144 bytes", error.Found);
        Assert.InRange(error.Offset!.Value, 100, 400);
    }

    [Fact]
    public void A_file_cut_in_its_names_ends_early()
    {
        var files = SmallCifar.PythonFiles();
        files["data_batch_2"] = files["data_batch_2"][..^5];
        SmallCifar.Write(_folder.Path, files);

        var error = Fails(_folder.Path);

        Assert.Equal("the end of the file", error.Found);
        Assert.Equal(files["data_batch_2"].Length, error.Offset);
    }

    [Fact]
    public void Bytes_after_the_end_are_refused()
    {
        var files = SmallCifar.PythonFiles();
        files["data_batch_5"] = [.. files["data_batch_5"], 0, 0, 0];
        SmallCifar.Write(_folder.Path, files);

        var error = Fails(_folder.Path);

        Assert.Equal("3 more bytes after the pickle's end", error.Found);
        Assert.Equal(files["data_batch_5"].Length - 3, error.Offset);
    }

    [Fact]
    public void A_foreign_file_is_refused_at_its_first_byte()
    {
        var files = SmallCifar.PythonFiles();
        files["test_batch"] = "<html>not found</html>"u8.ToArray();
        SmallCifar.Write(_folder.Path, files);

        Assert.Equal(0, Fails(_folder.Path).Offset);
    }

    [Fact]
    public void A_label_without_a_class_is_named_with_its_place()
    {
        var files = SmallCifar.PythonFiles();
        files["data_batch_2"] = SmallCifar.PythonBatch(1, labels: [3, 10]);
        SmallCifar.Write(_folder.Path, files);

        var error = Fails(_folder.Path);

        Assert.Equal(("label 10 of image 1", "0 to 9"), (error.Found, error.Expected));
        Assert.Equal(10, files["data_batch_2"][error.Offset!.Value + 1]);
    }

    [Fact]
    public void Fewer_labels_than_images_are_refused()
    {
        var files = SmallCifar.PythonFiles();
        files["data_batch_2"] = [.. SmallCifar.PythonBatch(1).Replace(
            [(byte)'(', (byte)'K', 3, (byte)'K', 4, (byte)'e'], [(byte)'K', 3, (byte)'a'])];
        SmallCifar.Write(_folder.Path, files);

        Assert.Equal("1 labels for 2 images", Fails(_folder.Path).Found);
    }

    [Fact]
    public void A_binary_file_that_is_no_number_of_records_is_refused()
    {
        var files = SmallCifar.BinaryFiles();
        files["data_batch_1.bin"] = files["data_batch_1.bin"][..^1];
        SmallCifar.Write(_folder.Path, files);

        var error = Fails(_folder.Path);

        Assert.Equal((_folder["data_batch_1.bin"], "3072 bytes"), (error.File, error.Found));
    }

    [Fact]
    public void A_batch_file_given_as_the_path_is_answered_with_the_folder()
    {
        SmallCifar.Write(_folder.Path, SmallCifar.PythonFiles());

        Assert.Contains("for unpacked files, the folder", Fails(_folder["data_batch_1"]).Message);
    }

    [Fact]
    public void A_cancelled_token_ends_it()
    {
        SmallCifar.Write(_folder.Path, SmallCifar.PythonFiles());

        Assert.ThrowsAny<OperationCanceledException>(() => CifarReader.Read(_folder.Path, new CancellationToken(canceled: true)));
    }

    private static CifarDataException Fails(string path) => Assert.Throws<CifarDataException>(() => CifarReader.Read(path));
}
