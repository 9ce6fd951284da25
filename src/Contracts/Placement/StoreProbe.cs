using Microsoft.Extensions.DependencyInjection;

namespace ResNet.Distributed.Contracts.Placement;

/// <summary>Whether the cluster's store answers.</summary>
public static class StoreProbe
{
    /// <summary>Reads the table of members, which every silo needs and any store has.</summary>
    /// <returns>Why the store cannot be used; null while it can.</returns>
    public static async Task<string?> WhyNotReachableAsync(IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            await services.GetRequiredService<IMembershipTable>().ReadAllAsync(cancellation).WaitAsync(cancellation);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return $"the store cannot be read: {failure.Message.Split('\n')[0]}";
        }
    }
}
