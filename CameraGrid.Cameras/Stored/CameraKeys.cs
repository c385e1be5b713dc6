using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace CameraGrid.Cameras;

/// <summary>
/// The keys of ASP.NET's Data Protection that seal what is secret of a camera, as they were in the store at one time. New ones
/// come every 90 days; old ones go on opening what they sealed.
/// </summary>
/// <remarks>
/// Made anew with each reading of other keys: the framework's own key ring looks for new ones once a day, which is too late for
/// a transcoder that is sent a camera sealed with the first.
/// </remarks>
internal sealed class CameraKeys
{
    private readonly KeysSecret _secret;
    private readonly Ring _opening;
    private readonly Ring _sealing;

    /// <param name="stored">As the store has them, by their id.</param>
    /// <param name="secret">Opens those that are sealed themselves.</param>
    public CameraKeys(IReadOnlyDictionary<string, string> stored, KeysSecret secret)
    {
        _secret = secret;
        _opening = new Ring(stored.Values.Select(secret.Open).OfType<string>());
        // Where there is a secret, a key without it may have been put there by whoever wants to read what it seals.
        _sealing = secret.IsSet
            ? new Ring(stored.Values.Where(KeysSecret.IsSealed).Select(secret.Open).OfType<string>())
            : _opening;
    }

    /// <summary>Keys that <see cref="Seal"/> made, as the store is to have them, by their id.</summary>
    public IReadOnlyDictionary<string, string> Made =>
        _sealing.Made.ToDictionary(key => key.Key, key => _secret.Seal(key.Value));

    /// <summary>Seals a text for one purpose. Where there is no key that may, it makes one: see <see cref="Made"/>.</summary>
    public string Seal(string text, params string[] purpose) => _sealing.Of(purpose).Protect(text);

    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// It was sealed for another purpose, or with a key that is not there.
    /// </exception>
    public string Open(string text, params string[] purpose) => _opening.Of(purpose).Unprotect(text);

    private sealed class Ring : IXmlRepository
    {
        private readonly List<XElement> _keys;
        private readonly Dictionary<string, string> _made = [];
        private readonly IDataProtectionProvider _provider;

        public Ring(IEnumerable<string> keys)
        {
            _keys = [.. keys.Select(Parse).OfType<XElement>()];
            var services = new ServiceCollection();
            services.AddDataProtection().SetApplicationName("CameraGrid");
            services.Configure<KeyManagementOptions>(management => management.XmlRepository = this);
            _provider = services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
        }

        public IReadOnlyDictionary<string, string> Made => _made;

        public IDataProtector Of(string[] purpose) => _provider.CreateProtector(purpose);

        public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys];

        public void StoreElement(XElement element, string friendlyName)
        {
            _keys.Add(element);
            _made[friendlyName] = element.ToString(SaveOptions.DisableFormatting);
        }

        private static XElement? Parse(string xml)
        {
            try
            {
                return XElement.Parse(xml);
            }
            catch (XmlException)
            {
                // What it sealed is told with each camera.
                return null;
            }
        }
    }
}
