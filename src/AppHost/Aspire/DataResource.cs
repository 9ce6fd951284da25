namespace ResNet.Distributed.AppHost.Aspire;

/// <summary>The step that prepares the data. This process runs it, since its answer is for the workers' variables.</summary>
/// <param name="name">What people see.</param>
internal sealed class DataResource(string name) : Resource(name)
{
    /// <summary>Before it begins.</summary>
    public static CustomResourceSnapshot NotStarted { get; } = new()
    {
        ResourceType = "DataStep",
        State = KnownResourceStates.NotStarted,
        Properties = [],
    };

    /// <summary>Does <paramref name="work"/> as this resource: those who wait for its end go on when it ends well.</summary>
    public async Task<T> RunAsync<T>(ResourceNotificationService notifications, Func<Task<T>> work)
    {
        await notifications.PublishUpdateAsync(
            this, snapshot => snapshot with { State = KnownResourceStates.Running, StartTimeStamp = DateTime.UtcNow });
        var result = await work();
        await notifications.PublishUpdateAsync(
            this, snapshot => snapshot with { State = KnownResourceStates.Finished, ExitCode = 0, StopTimeStamp = DateTime.UtcNow });
        return result;
    }
}
