using System.Text.Json;

namespace Adilas.Settings;

/// <summary>One value of a profile, read once and handed out as the type that is asked for without work or garbage.</summary>
internal sealed class ProfileValue
{
    private readonly JsonElement json;
    private readonly string? text;
    private readonly long whole;
    private readonly double number;
    private readonly bool isWhole;
    private object? bound;

    public ProfileValue(JsonElement json, bool isHard)
    {
        (this.json, IsHard) = (json, isHard);
        if (json.ValueKind is JsonValueKind.String) text = json.GetString();
        if (json.ValueKind is not JsonValueKind.Number) return;
        isWhole = json.TryGetInt64(out whole);
        number = json.TryGetDouble(out var parsed) ? parsed : double.NaN;
    }

    /// <summary>Whether it, or something in it, is refused once the lease has ended.</summary>
    public bool IsHard { get; }

    public bool IsObject => json.ValueKind is JsonValueKind.Object;

    /// <exception cref="InvalidOperationException">The value is of another type.</exception>
    public T As<T>(string path)
    {
        if (typeof(T) == typeof(string) && text is not null) return (T)(object)text;
        if (typeof(T) == typeof(bool) && json.ValueKind is JsonValueKind.True or JsonValueKind.False) return (T)(object)(json.ValueKind is JsonValueKind.True);
        if (typeof(T) == typeof(int) && isWhole && whole is >= int.MinValue and <= int.MaxValue) return (T)(object)(int)whole;
        if (typeof(T) == typeof(long) && isWhole) return (T)(object)whole;
        if (typeof(T) == typeof(double) && json.ValueKind is JsonValueKind.Number) return (T)(object)number;
        if (typeof(T) == typeof(JsonElement)) return (T)(object)json;
        return bound is T known ? known : Bind<T>(path);
    }

    private T Bind<T>(string path)
    {
        try
        {
            var value = json.Deserialize<T>(JsonSerializerOptions.Web)!;
            bound = value;
            return value;
        }
        catch (Exception mismatch) when (mismatch is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidOperationException($"The setting '{path}' is {json.ValueKind}, which is no {typeof(T).Name}.", mismatch);
        }
    }
}
