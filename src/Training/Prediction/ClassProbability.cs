namespace ResNet.Distributed.Training.Prediction;

/// <summary>How sure a model is that an image is of a class.</summary>
/// <param name="Class">The class' name.</param>
/// <param name="Label">Its number, from 0.</param>
/// <param name="Probability">Of the softmax over all outputs, 0 to 1.</param>
public sealed record ClassProbability(string Class, int Label, double Probability);
