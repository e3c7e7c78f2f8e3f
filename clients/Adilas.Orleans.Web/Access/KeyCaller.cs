using System.Security.Cryptography;
using System.Text;
using Adilas.ApiKeys;

namespace Adilas.Access;

/// <summary>Who acts when an API key is presented.</summary>
internal static class KeyCaller
{
    private const string Prefix = "key:";
    private const int DigestLength = 12;

    public static CallerContext Of(ApiKeyGrant grant, string? session = null) => new(
        grant.Corporation is null ? CallerKind.Operator : CallerKind.Machine,
        Actor(grant.Id),
        Corporation: grant.Corporation,
        Permissions: grant.Scopes,
        Session: session);

    /// <summary>
    /// <c>key:{id}</c>. A long id ends in a digest of the whole, so that two keys never act under one name: histories and stored answers
    /// are told apart by it.
    /// </summary>
    public static string Actor(string id)
    {
        var actor = Prefix + id;
        if (actor.Length <= CallerContext.MaxActorLength) return actor;

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..DigestLength];
        return $"{actor[..(CallerContext.MaxActorLength - DigestLength - 1)]}~{digest}";
    }
}
