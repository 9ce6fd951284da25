namespace ResNet.Distributed.Training.Data.Synthetic;

/// <summary>
/// Images whose class shows: each class has a tint and, in each colour, a wave of its own direction and length. An image is
/// its class's pattern at a random place and brightness, under noise. All of it is whole-number arithmetic, so that a
/// seed gives the same bytes everywhere.
/// </summary>
internal static class SyntheticImages
{
    public const int Classes = 10;

    private const int Plane = CifarFormat.Side * CifarFormat.Side;
    private const int WaveHeight = 40;
    private const int Brightness = 20;
    private const int Noise = 30;

    /// <summary>Fills labels [n] and images uint8 [n, 3, 32, 32] from the generator's numbers.</summary>
    public static void Fill(ref SplitMix64 random, Span<byte> labels, Span<byte> images)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = (byte)random.Next(Classes);
            Draw(ref random, labels[i], images.Slice(i * CifarFormat.ImageBytes, CifarFormat.ImageBytes));
        }
    }

    private static void Draw(ref SplitMix64 random, int label, Span<byte> image)
    {
        var (shiftX, shiftY) = (random.Next(CifarFormat.Side), random.Next(CifarFormat.Side));
        var brightness = random.Next(2 * Brightness + 1) - Brightness;
        for (var channel = 0; channel < CifarFormat.Channels; channel++)
        {
            var level = 128 + brightness + Tint(label, channel);
            var (wavesX, wavesY) = (1 + (label + channel) % 3, (label / 3 + 2 * channel) % 4);
            for (var pixel = 0; pixel < Plane; pixel++)
            {
                var (x, y) = (pixel % CifarFormat.Side + shiftX, pixel / CifarFormat.Side + shiftY);
                var value = level + Wave(wavesX * x + wavesY * y) + Uniform(ref random);
                image[channel * Plane + pixel] = (byte)Math.Clamp(value, 0, 255);
            }
        }
    }

    private static int Uniform(ref SplitMix64 random) => random.Next(2 * Noise + 1) - Noise;

    // -30, 0 or 30 for each colour: the label's digits to the base 3, so that no two classes have the same tint.
    private static int Tint(int label, int channel) => 30 * (label / (channel == 0 ? 1 : channel == 1 ? 3 : 9) % 3 - 1);

    // A triangle wave with the period of an image's side, -WaveHeight to WaveHeight.
    private static int Wave(int at)
    {
        const int Half = CifarFormat.Side / 2;
        var phase = at % CifarFormat.Side;
        var rise = phase < Half ? phase : CifarFormat.Side - phase;
        return rise * 2 * WaveHeight / Half - WaveHeight;
    }
}
