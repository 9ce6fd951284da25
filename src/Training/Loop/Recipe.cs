namespace ResNet.Distributed.Training.Loop;

/// <summary>Where the original script and good practice part ways. The training loop is one; this is what it reads.</summary>
public sealed record Recipe
{
    private Recipe(string name) => Name = name;

    /// <summary>
    /// The original script, exactly: 100 outputs for 10 classes, file order, the last partial batch dropped, the accuracy of the
    /// last batch alone, and a test on the first 512 images by a model in training mode, so that BatchNorm takes its
    /// statistics from the test batch and its running statistics move.
    /// </summary>
    public static Recipe Script { get; } = new("script")
    {
        Outputs = 100,
        DropLastBatch = true,
        AccuracyOfLastBatch = true,
        TestInTrainingMode = true,
        TestImages = 512,
        TestBatchSize = 512,
    };

    /// <summary>
    /// One output per class, shuffled epochs, every image used, accuracy over the whole epoch, and a test in evaluation mode on
    /// the whole test set, with its loss. Training that diverges is stopped.
    /// </summary>
    public static Recipe Standard { get; } = new("standard")
    {
        Shuffle = true,
        StopOnDivergence = true,
        TestBatchSize = 128,
    };

    /// <summary>The name: script or standard.</summary>
    public string Name { get; }

    /// <summary>Outputs of the model; null: one per class of the data.</summary>
    public int? Outputs { get; private init; }

    /// <summary>Whether each epoch has its own order, drawn from the seed; otherwise it is the file's.</summary>
    public bool Shuffle { get; private init; }

    /// <summary>Whether a last batch that is not full is left out.</summary>
    public bool DropLastBatch { get; private init; }

    /// <summary>Whether training accuracy is that of the epoch's last batch; otherwise it is over all of its batches.</summary>
    public bool AccuracyOfLastBatch { get; private init; }

    /// <summary>Whether the test runs in training mode, without a loss; otherwise in evaluation mode, with one.</summary>
    public bool TestInTrainingMode { get; private init; }

    /// <summary>How many of the first test images are used; null: all.</summary>
    public int? TestImages { get; private init; }

    /// <summary>
    /// Images per batch of the test. A test in training mode has one batch, so that a run that is cancelled in its test can go on
    /// from where the test began.
    /// </summary>
    public int TestBatchSize { get; private init; }

    /// <summary>Whether a loss that is infinite or not a number ends the run.</summary>
    public bool StopOnDivergence { get; private init; }
}
