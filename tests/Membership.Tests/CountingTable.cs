namespace ResNet.Distributed.Membership.Tests;

/// <summary>A membership table that counts the writes that another silo's write came before.</summary>
internal sealed class CountingTable(IMembershipTable table, Refusals refusals) : IMembershipTable
{
    public Task InitializeMembershipTable(bool tryInitTableVersion) => table.InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    public Task DeleteMembershipTableEntries(string clusterId) => table.DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => table.CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    public Task<MembershipTableData> ReadRow(SiloAddress key) => table.ReadRowAsync(key, CancellationToken.None);

    public Task<MembershipTableData> ReadAll() => table.ReadAllAsync(CancellationToken.None);

    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => refusals.Count(await table.InsertRowAsync(entry, tableVersion, CancellationToken.None));

    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        refusals.Count(await table.UpdateRowAsync(entry, etag, tableVersion, CancellationToken.None));

    public Task UpdateIAmAlive(MembershipEntry entry) => table.UpdateIAmAliveAsync(entry, CancellationToken.None);
}
