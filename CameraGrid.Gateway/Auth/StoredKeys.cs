using System.Xml.Linq;
using CameraGrid.Cameras;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// The keys that cookies are sealed with, in the store, so that each gateway reads the cookies of all. They are read with
/// the accounts, and known while the store is away.
/// </summary>
internal sealed class StoredKeys(AccountStore store, AccountDirectory directory) : IXmlRepository
{
    private volatile IReadOnlyDictionary<string, string> _written = new Dictionary<string, string>();

    /// <exception cref="InvalidOperationException">They were not read yet.</exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var read = directory.Records?.Keys ?? throw new InvalidOperationException("The store has not answered yet.");
        return [.. read.Concat(_written).DistinctBy(key => key.Key).Select(key => XElement.Parse(key.Value))];
    }

    /// <exception cref="StoreUnavailableException">It is not kept.</exception>
    public void StoreElement(XElement element, string friendlyName)
    {
        // Gateways that start together would each make a first key, and not know those of the others for a day. Later keys are
        // made days before they are used.
        var isFirst = GetAllElements().Count == 0;
        store.AddKey(friendlyName, element.ToString(SaveOptions.DisableFormatting), onlyFirst: isFirst);
        _written = store.ReadKeys();
    }
}
