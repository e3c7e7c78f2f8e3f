using System.Diagnostics.CodeAnalysis;
using Adilas.Access;
using Adilas.Corporations;
using Adilas.Ids;

namespace Adilas.Settings;

/// <summary>
/// Names one layer of settings. In URLs and texts: <c>system</c>, <c>industry:retail</c>, <c>theme:x</c>, <c>plan:x</c>, <c>stack:data0</c>,
/// <c>corporation:acme</c>, <c>role:acme:clerk</c>, <c>user:acme:u1</c>, <c>person:u1</c>. As a grain key: <c>~system</c>,
/// <c>~industry/retail</c>, …, <c>acme</c>, <c>acme/role/clerk</c>, <c>acme/user/u1</c>, <c>~user/u1</c>.
/// </summary>
public sealed record ProfileScope
{
    private static readonly string[] Platform = ["industry", "theme", "plan", "stack"];

    private ProfileScope(LayerKind kind, string text, string grainKey) => (Kind, Text, GrainKey) = (kind, text, grainKey);

    public LayerKind Kind { get; }

    /// <summary>As written in URLs.</summary>
    public string Text { get; }

    /// <summary>As the key of its grain.</summary>
    public string GrainKey { get; }

    public static ProfileScope System { get; } = new(LayerKind.System, "system", "~system");

    public static ProfileScope Of(CorporationId corporation) => new(LayerKind.Corporation, $"corporation:{corporation.Value}", corporation.Value);

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ProfileScope? scope)
    {
        var parts = text?.Split(':') ?? [];
        scope = parts switch
        {
            ["system"] => System,
            [var kind, var name] when Platform.Contains(kind) && IdGrammar.IsWellFormed(name) =>
                new(Enum.Parse<LayerKind>(kind, ignoreCase: true), text!, $"~{kind}/{name}"),
            ["corporation", var id] when IdGrammar.IsWellFormed(id) => new(LayerKind.Corporation, text!, id),
            ["person", var user] when IdGrammar.IsWellFormed(user) => new(LayerKind.Person, text!, OwnerKey.UserPrefix + user),
            ["role" or "user", var id, var name] when IdGrammar.IsWellFormed(id) && IdGrammar.IsWellFormed(name) =>
                new(parts[0] is "role" ? LayerKind.Role : LayerKind.User, text!, $"{id}/{parts[0]}/{name}"),
            _ => null,
        };
        return scope is not null;
    }

    /// <summary>The scope whose grain has this key.</summary>
    /// <exception cref="FormatException"><paramref name="key"/> is not a settings profile's.</exception>
    public static ProfileScope FromGrainKey(string key)
    {
        var text = key.Split('/') switch
        {
            ["~system"] => "system",
            ["~user", var user] => $"person:{user}",
            [['~', .. var kind], var name] => $"{kind}:{name}",
            [var corporation] => $"corporation:{corporation}",
            [var corporation, var kind, var name] => $"{kind}:{corporation}:{name}",
            _ => null,
        };
        return TryParse(text, out var scope) && scope.GrainKey == key
            ? scope
            : throw new FormatException($"'{key}' is not the key of a settings profile.");
    }

    public override string ToString() => Text;
}
