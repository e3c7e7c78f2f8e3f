using Adilas.Corporations;

namespace Adilas.Settings;

/// <summary>Tells which layers make up the profile of a corporation.</summary>
public static class ProfileLayers
{
    /// <summary>In rising precedence.</summary>
    public static IEnumerable<ProfileScope> Of(CorporationId corporation, string industry, string? theme, string? plan, string stack)
    {
        yield return ProfileScope.System;
        yield return Scope($"industry:{industry}");
        if (theme is not null) yield return Scope($"theme:{theme}");
        if (plan is not null) yield return Scope($"plan:{plan}");
        yield return Scope($"stack:{stack}");
        yield return ProfileScope.Of(corporation);
    }

    private static ProfileScope Scope(string text) =>
        ProfileScope.TryParse(text, out var scope) ? scope : throw new InvalidOperationException($"'{text}' is made of ids, so it is a scope.");
}
