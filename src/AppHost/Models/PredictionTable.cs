using ResNet.Distributed.Contracts.Api;

namespace ResNet.Distributed.AppHost.Models;

/// <summary>What pictures were classified as, in lines: the picture, its class and how sure that is, then the next classes.</summary>
internal static class PredictionTable
{
    /// <summary>A line for the heads and one for each picture that was classified; none where none was.</summary>
    public static IEnumerable<string> Lines(IEnumerable<ClassifiedImage> images)
    {
        string[][] rows =
        [
            ["image", "class", "probability", "then"],
            .. images.Where(image => image.Error is null).Select(Row),
        ];
        if (rows.Length == 1)
        {
            return [];
        }

        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string[] Row(ClassifiedImage image) =>
    [
        image.Image, image.Top[0].Class, Numbers.Accuracy(image.Top[0].Probability),
        string.Join(", ", image.Top.Skip(1).Select(next => $"{next.Class} {Numbers.Accuracy(next.Probability)}")),
    ];
}
