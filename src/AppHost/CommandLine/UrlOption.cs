using System.CommandLine;

namespace ResNet.Distributed.AppHost.CommandLine;

/// <summary>The address of a cluster that is up.</summary>
internal static class UrlOption
{
    /// <summary>The option <c>--url</c>; null when it is not given.</summary>
    public static Option<Uri?> Create(string description) => new("--url")
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            var found = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Uri.TryCreate(found, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"--url: found '{found}', expected an address such as http://127.0.0.1:5080");
            return null;
        },
    };
}
