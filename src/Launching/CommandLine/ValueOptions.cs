using System.CommandLine;
using System.Globalization;
using System.Net;

namespace ResNet.Distributed.Launching.CommandLine;

/// <summary>Options whose error says what was found and what was expected.</summary>
public static class ValueOptions
{
    /// <summary>A whole number within a range; null when it is not given.</summary>
    public static Option<int?> WholeNumber(string name, string description, int min, int max = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var found = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (int.TryParse(found, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= min
                && number <= max)
            {
                return number;
            }

            var expected = max == int.MaxValue ? $"of at least {min}" : $"from {min} to {max}";
            result.AddError($"{name}: found '{found}', expected a whole number {expected}");
            return null;
        },
    };

    /// <summary>A seed; null when it is not given.</summary>
    public static Option<long?> Seed(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var found = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (long.TryParse(found, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            {
                return seed;
            }

            result.AddError($"{name}: found '{found}', expected a whole number from 0 to {long.MaxValue}");
            return null;
        },
    };

    /// <summary>An IP address; null when it is not given.</summary>
    public static Option<IPAddress?> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            var found = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (IPAddress.TryParse(found, out var address))
            {
                return address;
            }

            result.AddError($"{name}: found '{found}', expected an IP address of this machine, such as 192.168.1.10");
            return null;
        },
    };

    /// <summary>A time in seconds, above 0; null when it is not given.</summary>
    public static Option<double?> Seconds(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SECONDS",
        CustomParser = result =>
        {
            var found = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && seconds > 0)
            {
                return seconds;
            }

            result.AddError($"{name}: found '{found}', expected a number of seconds above 0");
            return null;
        },
    };

    /// <summary>Text that must not be empty; null when it is not given.</summary>
    public static Option<string?> Text(string name, string description, string helpName)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && string.IsNullOrWhiteSpace(result.Tokens[0].Value))
            {
                result.AddError($"{name}: found nothing, expected {helpName}");
            }
        });
        return option;
    }
}
