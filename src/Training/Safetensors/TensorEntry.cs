using static TorchSharp.torch;

namespace ResNet.Distributed.Training.Safetensors;

/// <summary>One tensor as a header describes it; its bytes lie at [Begin, End) of the data that follow the header.</summary>
internal sealed record TensorEntry(string Name, ScalarType DType, long[] Shape, long Begin, long End);
