namespace ResNet.Distributed.Training.Data;

/// <summary>One file of the data set as read: its labels, and its images wherever they are.</summary>
/// <param name="File">The file's path, for errors.</param>
/// <param name="Title">The file's own title ("training batch 1 of 5"), if it has one.</param>
/// <param name="Labels">One label for each image, not yet checked against the classes.</param>
/// <param name="LabelOffsets">Where in the file each label is, for errors.</param>
/// <param name="Images">The images, <see cref="CifarFormat.ImageBytes"/> for each label.</param>
internal sealed record CifarBatch(string File, string? Title, byte[] Labels, int[] LabelOffsets, IImageBlock Images) : IDisposable
{
    public bool IsSynthetic => Title?.StartsWith(CifarFormat.SyntheticMark, StringComparison.Ordinal) ?? false;

    public void CheckLabels(int classes)
    {
        if (LabelRange.FirstOutside(Labels, classes) is >= 0 and var at)
        {
            throw new CifarDataException(File, LabelOffsets[at], $"label {Labels[at]} of image {at}", $"0 to {classes - 1}");
        }
    }

    public void Dispose() => Images.Dispose();
}
