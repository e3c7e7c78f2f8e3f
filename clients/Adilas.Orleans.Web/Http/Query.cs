using System.Globalization;
using System.Reflection;
using Adilas.Corporations;
using Adilas.Stacks;

namespace Adilas.Http;

/// <summary>A request's query, read strictly: see <see cref="QueryParameter"/>.</summary>
internal sealed class Query(IQueryCollection given)
{
    public static ValueTask<Query?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        _ = parameter;
        return ValueTask.FromResult<Query?>(new Query(context.Request.Query));
    }

    /// <summary>The value, or <c>null</c> when it is absent or empty.</summary>
    public string? Text(QueryParameter parameter) => given[parameter.Name] is [{ Length: > 0 } value] ? value : null;

    public int? Number(QueryParameter parameter) => Read(
        parameter, "a whole number", (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    public bool Flag(QueryParameter parameter) => Read(parameter, "true or false", (string text, out bool value) =>
    {
        value = text is "true";
        return value || text is "false";
    }) ?? false;

    public DateTimeOffset? Time(QueryParameter parameter) => Read(
        parameter, $"a time such as {TimeJson.Example}", (string text, out DateTimeOffset value) => DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value));

    public StackId? Stack(QueryParameter parameter) => Read<StackId>(parameter, Names.Grammar, StackId.TryParse);

    public CorporationId? Corporation(QueryParameter parameter) => Read<CorporationId>(parameter, Names.Grammar, CorporationId.TryParse);

    /// <summary>One of the names of an enumeration, in camelCase.</summary>
    public T? Name<T>(QueryParameter parameter)
        where T : struct, Enum
    {
        var names = EnumJson.Names(typeof(T));
        return Read(parameter, $"one of {string.Join(", ", names)}", (string text, out T value) =>
        {
            (value, var known) = names.Zip(Enum.GetValues<T>()).Where(pair => pair.First == text).Select(pair => (pair.Second, true)).FirstOrDefault();
            return known;
        });
    }

    private T? Read<T>(QueryParameter parameter, string expected, Parser<T> parse)
        where T : struct
    {
        if (Text(parameter) is not { } text) return null;
        return parse(text, out var value)
            ? value
            : throw HttpProblem.Invalid("query-invalid", $"'{parameter.Name}' must be {expected}.", parameter.Name);
    }

    private delegate bool Parser<T>(string text, out T value);
}
