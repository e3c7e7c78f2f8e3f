using System.Text.Json;
using System.Text.Json.Nodes;
using Adilas.Personal;
using Adilas.Refusals;
using Adilas.Storage;

namespace Adilas.Journal;

/// <summary>States as the JSON that is stored, with personal data hidden.</summary>
internal sealed class StateJson(PersonKeys people)
{
    private const int MaxPasses = 4;

    public ValueTask<byte[]> Serialize<T>(JournalKey key, T state, CancellationToken cancellationToken) => WithKeys(
        key,
        () => PersonalText.Escape(JsonSerializer.SerializeToUtf8Bytes(state, PersonalJson.Options), PersonalScope.Current),
        async (person, ct) => await people.GetOrCreate(person, ct),
        cancellationToken);

    public async ValueTask<T> Deserialize<T>(JournalKey key, byte[] payload, long version, CancellationToken cancellationToken)
    {
        try
        {
            var state = await WithKeys(
                key, () => JsonSerializer.Deserialize<T>(payload, PersonalJson.Options), people.Find, cancellationToken);
            return state is null ? throw Unreadable(key) : AtVersion(state, version);
        }
        catch (JsonException)
        {
            throw Unreadable(key); // the exception's message would quote the state
        }
    }

    /// <summary>The stored text for those who do not know its type; personal data is masked, see <see cref="PersonalMask"/>.</summary>
    public async ValueTask<byte[]> Open(JournalKey key, byte[] payload, CancellationToken cancellationToken) =>
        PersonalText.MayHide(payload) ? await WithKeys(key, () => Opened(payload), people.Find, cancellationToken) : payload;

    /// <summary>A state knows the number of its row.</summary>
    public static T AtVersion<T>(T state, long version) =>
        state is JournalState known ? (T)(object)(known with { Version = version }) : state;

    private static async ValueTask<T> WithKeys<T>(
        JournalKey key, Func<T> work, Func<string, CancellationToken, Task<byte[]?>> find, CancellationToken cancellationToken)
    {
        Dictionary<string, byte[]?>? keys = null;
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var scope = new PersonalScope(key, keys);
            var result = scope.Run(work);
            if (scope.Missing.Count == 0) return result;
            keys ??= new Dictionary<string, byte[]?>(StringComparer.Ordinal);
            foreach (var person in scope.Missing) keys[person] = await find(person, cancellationToken);
        }

        throw new InvalidOperationException("The state changed while it was written.");
    }

    private static byte[] Opened(byte[] payload)
    {
        var root = JsonNode.Parse(payload);
        Open(root);
        return JsonSerializer.SerializeToUtf8Bytes(root, StoredJson.Options);
    }

    private static void Open(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, member) in members.ToList())
                {
                    if (member is JsonValue value && PersonalText.IsHidden(value)) members[name] = Open(name, value.GetValue<string>());
                    else Open(member);
                }

                break;
            case JsonArray items:
                foreach (var item in items) Open(item);
                break;
        }
    }

    private static string? Open(string name, string text)
    {
        try
        {
            var opened = PersonalScope.Current.Open(name, text);
            return opened is null ? null : PersonalMask.Of(opened);
        }
        catch (RefusedException)
        {
            return text; // altered, which the verifier says; the rest of the history is readable all the same
        }
    }

    private static RefusedException Unreadable(JournalKey key) =>
        new(Refusal.Unavailable, "state-unreadable", $"The stored {key.StateName} of {key.GrainKey} cannot be read.");
}
