namespace ResNet.Distributed.AppHost.Models;

/// <summary>How sure a model is that a picture shows something of a class.</summary>
/// <param name="Class">The class' name.</param>
/// <param name="Label">Its number.</param>
/// <param name="Probability">0 to 1.</param>
internal sealed record ClassProbability(string Class, int Label, double Probability);
