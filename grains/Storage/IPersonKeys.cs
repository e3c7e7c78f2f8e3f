using Adilas.Users;

namespace Adilas.Storage;

/// <summary>The keys that hide each person's data; see <see cref="PersonalDataAttribute"/>.</summary>
public interface IPersonKeys
{
    /// <summary>
    /// Destroys a person's key for ever: what it hid reads as <c>null</c> from now on, on other silos within
    /// <see cref="CacheLifetime"/>. Repeating it changes nothing.
    /// </summary>
    Task Erase(UserId person, CancellationToken cancellationToken);

    /// <summary>For how long a silo may still hold a key that another destroyed.</summary>
    static TimeSpan CacheLifetime { get; } = TimeSpan.FromSeconds(5);
}
