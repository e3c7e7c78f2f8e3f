namespace Adilas.Http;

/// <summary>Reads the address of the server and refuses what could leak a key or hit another place than meant.</summary>
internal static class ServerAddress
{
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address is not { Scheme: "http" or "https", Host.Length: > 0 })
            throw CommandFailure.Usage("The server is an address that starts with http:// or https://.", "server");
        if (address.UserInfo.Length > 0)
            throw CommandFailure.Usage("The server's address must not hold a name or password; the key has its own option.", "server");
        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            throw CommandFailure.Usage("The server's address ends before any '?' or '#'.", "server");

        // Relative paths replace everything after the last slash.
        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    public static bool IsSame(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.HttpRequestUrl, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) is 0;
}
