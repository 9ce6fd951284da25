using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using ResNet.Distributed.Coordinator.Dashboard;
using ResNet.Distributed.ServiceDefaults.Security;
using StackExchange.Redis;

namespace ResNet.Distributed.Coordinator.Security;

/// <summary>
/// The keys that protect cookies and forms. Where people sign in they are in the store, so that every coordinator knows a session, and
/// so does one that was started anew; else they end with the process, as do the circuits for which they are.
/// </summary>
internal sealed class SessionKeys : IXmlRepository, IDisposable
{
    private const string StoreName = "redis";
    private const string StoreKey = "resnet-distributed/session-keys";

    private readonly Lazy<ConnectionMultiplexer> _store;
    private readonly Lazy<IXmlRepository> _keys;

    // Both at their first use: settings are not validated before the start, and a connection that failed is tried again by who asks next.
    public SessionKeys(AccessPlan plan, IConfiguration configuration)
    {
        var connection = configuration.GetConnectionString(StoreName);
        _store = new(() => ConnectionMultiplexer.Connect(connection!), LazyThreadSafetyMode.PublicationOnly);
        _keys = new(() => plan.NeedsSignIn && !string.IsNullOrEmpty(connection)
            ? new RedisXmlRepository(() => _store.Value.GetDatabase(), StoreKey)
            : new KeysInMemory());
    }

    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<SessionKeys>();
        services.AddDataProtection().SetApplicationName("resnet-distributed");
        services.AddOptions<KeyManagementOptions>().Configure<SessionKeys>((options, keys) =>
        {
            options.XmlRepository = keys;

            // Who can read the store has the whole cluster.
            options.XmlEncryptor = new NullXmlEncryptor();
        });
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => _keys.Value.GetAllElements();

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => _keys.Value.StoreElement(element, friendlyName);

    public void Dispose()
    {
        if (_store.IsValueCreated)
        {
            _store.Value.Dispose();
        }
    }
}
