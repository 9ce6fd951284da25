using Microsoft.Extensions.Configuration;
using ResNet.Distributed.ServiceDefaults.Hosting;

namespace ResNet.Distributed.ServiceDefaults.Tests.Hosting;

public sealed class SecretFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secret-files-tests-");

    [Fact]
    public void A_file_is_a_setting_and_counts_more_than_a_variable()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "ConnectionStrings__redis"), "redis:6379,password=b\n");

        Assert.Equal("redis:6379,password=b", Read(_folder.FullName)["ConnectionStrings:redis"]);
    }

    [Fact]
    public void Links_to_files_in_a_hidden_folder_are_followed_as_kubernetes_makes_them()
    {
        var version = _folder.CreateSubdirectory("..2026_01_01_00_00_00.1");
        File.WriteAllText(Path.Combine(version.FullName, "ConnectionStrings__redis"), "redis:6379");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "..data"), version.Name);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "ConnectionStrings__redis"), "..data/ConnectionStrings__redis");

        Assert.Equal("redis:6379", Read(_folder.FullName)["ConnectionStrings:redis"]);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Read(Path.Combine(_folder.FullName, "absent")));

        Assert.StartsWith($"Secrets:Directory is '{_folder.FullName}/absent'; expected a folder", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_folder_nothing_is_read() => Assert.Equal("redis:6379,password=a", Read("")["ConnectionStrings:redis"]);

    public void Dispose() => _folder.Delete(recursive: true);

    private static ConfigurationManager Read(string folder)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Secrets:Directory"] = folder,
            ["ConnectionStrings:redis"] = "redis:6379,password=a",
        });
        configuration.AddSecretFiles();
        return configuration;
    }
}
