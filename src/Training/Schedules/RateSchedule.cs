using System.Globalization;

namespace ResNet.Distributed.Training.Schedules;

/// <summary>
/// How the learning rate changes over a run's steps: a pure function of the step and the number of steps in all, so that a run that goes on
/// from a checkpoint has the rates that it would have had.
/// </summary>
public sealed record RateSchedule
{
    /// <summary>The original script's: the same rate at every step.</summary>
    public static RateSchedule Constant { get; } = new();

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["constant", "cosine", "step", "one_cycle", "warmup"];

    /// <summary>Goyal et al.'s, for <c>warmup</c> where nothing is said.</summary>
    private const int UsualWarmupEpochs = 5;

    /// <summary>One of <see cref="Names"/>.</summary>
    public string Name { get; init; } = "constant";

    /// <summary>
    /// Epochs over which the rate rises from near 0 to its full height before the schedule itself begins (<see cref="WarmUp"/>); null: 5
    /// for <c>warmup</c>, else none. <c>one_cycle</c> rises by itself and takes none.
    /// </summary>
    public int? WarmupEpochs { get; init; }

    /// <summary>Whether every step has the plan's rate itself.</summary>
    public bool IsConstant => Name == "constant" && Rising == 0;

    private int Rising => WarmupEpochs ?? (Name == "warmup" ? UsualWarmupEpochs : 0);

    /// <summary>All that is wrong with it.</summary>
    public IEnumerable<string> Faults()
    {
        if (!Names.Contains(Name))
        {
            yield return $"learning rate schedule is '{Name}'; expected one of {string.Join(", ", Names)}";
        }

        if (WarmupEpochs < 0)
        {
            yield return $"warm-up epochs are {WarmupEpochs}; expected 0 or more";
        }
        else if (WarmupEpochs > 0 && Name == "one_cycle")
        {
            yield return $"warm-up epochs are {WarmupEpochs}; expected none with one_cycle, which rises by itself";
        }
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="rate">The plan's: the highest of all.</param>
    /// <param name="step">From 0.</param>
    /// <param name="stepsPerEpoch">1 or more.</param>
    /// <param name="epochs">Epochs of the run, 1 or more.</param>
    public double At(double rate, long step, int stepsPerEpoch, int epochs)
    {
        if (IsConstant)
        {
            return rate;
        }

        var (rising, total) = ((long)Rising * stepsPerEpoch, (long)epochs * stepsPerEpoch);
        return step < rising ? rate * WarmUp(step, rising) : rate * (Name switch
        {
            "cosine" => Cosine(step - rising, total - rising),
            "step" => Steps(step, total),
            "one_cycle" => OneCycle(step, total),
            _ => 1,
        });
    }

    /// <summary>
    /// Gradual warm-up (Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017, section 2.2): in equal steps, so
    /// that the first one after it is the first at full height.
    /// </summary>
    private static double WarmUp(long step, long rising) => (step + 1.0) / (rising + 1);

    /// <summary>
    /// Cosine annealing to 0 without restarts (Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017,
    /// equation 5): (1 + cos(π t / T)) / 2.
    /// </summary>
    private static double Cosine(long step, long total) => 0.5 * (1 + Math.Cos(Math.PI * step / total));

    /// <summary>
    /// A tenth after half of the steps, a hundredth after three quarters (He et al., "Deep Residual Learning for Image Recognition", CVPR
    /// 2016, section 4.2: at 32k and 48k of 64k iterations).
    /// </summary>
    private static double Steps(long step, long total) => step * 4 >= total * 3 ? 0.01 : step * 2 >= total ? 0.1 : 1;

    /// <summary>
    /// One cycle (Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2018), with the
    /// shape and numbers of PyTorch's OneCycleLR: up from 1/25 over the first 30 % of the steps and down to 1/250,000, both along a cosine.
    /// The momentum stays what it is.
    /// </summary>
    private static double OneCycle(long step, long total)
    {
        const double start = 1.0 / 25;
        const double end = start / 1e4;
        var top = (0.3 * total) - 1;
        return step <= top ? Between(start, 1, top > 0 ? step / top : 1) : Between(1, end, (step - top) / (total - 1 - top));

        static double Between(double from, double to, double share) => to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} warmup_epochs {Rising}");
}
