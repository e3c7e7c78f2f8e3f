using Adilas.Corporations;
using Adilas.Refusals;

namespace Adilas.Publishing;

/// <summary>
/// Holds the copies where old programs read them. What it holds may be lost at any time. Every method refuses with
/// <see cref="Refusal.Unavailable"/> when the store cannot be reached.
/// </summary>
public interface ICopyStore
{
    /// <summary>Stores the copy if what is there still has the expected revision, in one step.</summary>
    /// <param name="expected">The revision of what was there: a copy, or that one was taken away; <c>null</c>: neither.</param>
    /// <returns><c>null</c> when it was stored.</returns>
    Task<HeldCopy?> Publish(ProfileCopy copy, long? expected);

    /// <summary>Takes the copy away if what is there still has the expected revision, in one step; for an hour the revision stays.</summary>
    /// <inheritdoc cref="Publish"/>
    Task<HeldCopy?> Remove(CorporationId corporation, long revision, long? expected);

    /// <summary>
    /// Says with a copy, if there is one, that it is not made anew since a moment; until it is published again. To say it again changes nothing.
    /// </summary>
    /// <param name="since">Every change that was acknowledged before is in it, in milliseconds of Unix time.</param>
    Task Doubt(CorporationId corporation, long since);

    /// <summary>The revision of each copy, <c>null</c> where there is none. From then on <see cref="List"/> knows of each again.</summary>
    Task<IReadOnlyList<long?>> Revisions(IReadOnlyList<string> corporations);

    /// <summary>The ids of all corporations of which there is a copy, at some time during the call.</summary>
    Task<IReadOnlyList<string>> List();

    /// <summary>What <see cref="Mark"/> last stored; <c>null</c>: nothing, or it was lost.</summary>
    Task<long?> FindMark();

    /// <summary>
    /// Says that every change that was acknowledged before this moment is in the copies that are not in doubt, if the mark is still the expected one.
    /// </summary>
    /// <returns>Whether it was.</returns>
    Task<bool> Mark(long currentAsOf, long? expected);
}

/// <summary>What is stored for a corporation.</summary>
/// <param name="Revision">Rises with every copy; the moment at which it was made, in milliseconds of Unix time, or a later one.</param>
/// <param name="Json">The merged profile without personal settings.</param>
/// <param name="Sources">The versions that it was made from, such as <c>12 system@3 stack:data0@1 corporation:acme@4</c>.</param>
/// <param name="Digest">Of <paramref name="Json"/>.</param>
public sealed record ProfileCopy(CorporationId Corporation, long Revision, string Json, string Sources, string Digest)
{
    // Contents do not belong into logs.
    public override string ToString() => $"copy {Revision} of {Corporation}";
}

/// <summary>What is there instead of what was expected.</summary>
/// <param name="Revision"><c>null</c>: nothing.</param>
/// <param name="Sources">Empty when there is no copy.</param>
/// <param name="Digest">Empty when there is none, or the copy is in doubt.</param>
public sealed record HeldCopy(long? Revision, string Sources, string Digest);
