namespace ResNet.Distributed.EndToEnd.Tests.Recovery;

/// <summary>
/// Which store a fault is tried with. Where the store has no part in it, one of the two will do; <c>RESNET_TEST_STORES=all</c> takes both, which
/// makes the suite three minutes longer.
/// </summary>
public static class Stores
{
    /// <summary>The embedded one.</summary>
    public static TheoryData<StoreKind> Embedded => Of(StoreKind.Embedded);

    /// <summary>A real Redis.</summary>
    public static TheoryData<StoreKind> Redis => Of(StoreKind.Redis);

    private static TheoryData<StoreKind> Of(StoreKind store) =>
        Environment.GetEnvironmentVariable("RESNET_TEST_STORES") == "all" ? [StoreKind.Embedded, StoreKind.Redis] : [store];
}
