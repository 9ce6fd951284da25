using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResNet.Distributed.Contracts.Trials;
using ResNet.Distributed.Contracts.Workers;
using ResNet.Distributed.ServiceDefaults;

namespace ResNet.Distributed.Exchange.Tests;

/// <summary>A process with an output folder of its own that hands out its trials' files; gone with both when disposed.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    public const string Token = "0123456789abcdef";

    private readonly WebApplication _app;
    private readonly string _folder;

    private FileServer(WebApplication app, string folder, string name)
    {
        (_app, _folder) = (app, folder);
        Host = new FileHost(name, new Uri(app.Urls.Single()), FolderMark.Of(folder));
    }

    public FileHost Host { get; }

    /// <summary>The trial's folder.</summary>
    public string TrialFolder => Contracts.Trials.TrialFolder.Under(_folder, Trial);

    public static TrialId Trial { get; } = new("sweep", 7);

    public static async Task<FileServer> StartAsync(string name)
    {
        var folder = Directory.CreateTempSubdirectory("resnet-exchange-").FullName;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddTrialFiles().Configure<RunOptions>(run => run.OutputDirectory = folder);
        var app = builder.Build();
        app.MapTrialFiles();
        await app.StartAsync();
        var server = new FileServer(app, folder, name);
        TrialToken.Write(server.TrialFolder, Token);
        return server;
    }

    /// <summary>Writes a checkpoint, named by its content as a worker does.</summary>
    /// <returns>Its name.</returns>
    public string Checkpoint(int attempt, int epoch, string content)
    {
        var checksum = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)))[..16];
        return Write($"epoch-{epoch:0000}.step-00000.attempt-{attempt:0000}.{checksum}.safetensors", content);
    }

    /// <summary>Writes a file into the trial's folder of checkpoints.</summary>
    /// <returns>Its name.</returns>
    public string Write(string name, string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(TrialFolder, TrialFile.Folder)).FullName;
        File.WriteAllText(Path.Combine(folder, name), content);
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
