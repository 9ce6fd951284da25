using ResNet.Distributed.Launching.Tests;

namespace ResNet.Distributed.Exchange.Tests;

public sealed class FolderMarkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_keeps_its_word_and_another_one_has_another()
    {
        var word = FolderMark.Of(_folder["one"]);

        Assert.NotNull(word);
        Assert.Equal(word, FolderMark.Of(_folder["one"]));
        Assert.NotEqual(word, FolderMark.Of(_folder["other"]));
    }

    [Fact]
    public void Two_folders_whose_words_a_power_cut_has_emptied_are_not_taken_for_one()
    {
        FolderMark.Of(_folder["one"]);
        File.WriteAllText(Directory.GetFiles(_folder["one"]).Single(), "");

        Assert.Null(FolderMark.Of(_folder["one"]));
    }
}
