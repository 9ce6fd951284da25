namespace ResNet.Distributed.Contracts.Trials;

/// <summary>How a trial shuffles, drops, evaluates and counts.</summary>
public enum TrainingRecipe
{
    /// <summary>Evaluation mode, the whole test set, shuffled shards, as many classes as the data has.</summary>
    Standard,

    /// <summary>The original script with all its habits (docs/reproduce.md), for exact comparison.</summary>
    Script,
}
