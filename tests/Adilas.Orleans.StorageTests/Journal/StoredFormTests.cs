using System.Text.Json;
using Adilas.Access;
using Adilas.Personal;
using Adilas.Storage;
using Adilas.Users;

namespace Adilas.Journal;

/// <summary>What was stored once must be readable, and provable, for ever.</summary>
public sealed class StoredFormTests
{
    private static readonly JournalRow Row = new(
        new JournalKey("adilas", "thing", "thing", "acme/ü"), 7, [.. Enumerable.Range(0, 16).Select(number => (byte)number)], "acme", "u1", null,
        "Thing.Rename", [.. Enumerable.Repeat((byte)9, 16)], false, [.. Enumerable.Repeat((byte)1, 32)], [.. Enumerable.Repeat((byte)2, 32)], null);

    [Fact]
    public void A_state_stored_by_the_first_release_still_reads_and_writes_the_same()
    {
        const string stored = """{"text":"green \"bike\" ü","mode":"live, frozen","owner":"ann","parts":[{"person":"bob","plain":"note"}]}""";

        var state = JsonSerializer.Deserialize<ThingState>(stored, PersonalJson.Options)!;

        Assert.Equal(("green \"bike\" ü", Modes.Live | Modes.Frozen, UserId.Parse("ann")), (state.Text, state.Mode, state.Owner!.Value));
        Assert.Equal(stored, JsonSerializer.Serialize(state, PersonalJson.Options));
    }

    [Fact]
    public void Version_and_effects_are_no_part_of_the_stored_state() => Assert.Equal(
        """{"text":"","mode":"none"}""",
        JsonSerializer.Serialize(new ThingState { Version = 5, Effects = [new Effect("t", [])] }, StoredJson.Options));

    [Fact]
    public void The_hash_of_a_row_stays_what_it_was_in_the_first_release() => Assert.Equal(
        "752d7c2b15bcbe5016f5d1150a53f0f8087dbc2764a0b793db2638a1acf91002", Convert.ToHexStringLower(JournalHash.Of(Row, 1_767_323_045_000_000)));

    [Fact]
    public void The_hash_covers_every_field_of_a_row()
    {
        JournalRow[] others =
        [
            Row with { Key = Row.Key with { Service = "adila" } }, Row with { Key = Row.Key with { GrainType = "thin" } },
            Row with { Key = Row.Key with { StateName = "thin" } }, Row with { Key = Row.Key with { GrainKey = "acme/u" } },
            Row with { Version = 8 }, Row with { WriteId = new byte[16] }, Row with { Corporation = "acm" }, Row with { Actor = "u2" },
            Row with { OnBehalfOf = "" }, Row with { Action = "Thing.Renam" }, Row with { TraceId = null }, Row with { IsTombstone = true },
            Row with { PreviousHash = null }, Row with { PayloadHash = null },
        ];

        var hashes = others.Select(row => JournalHash.Of(row, 5)).Append(JournalHash.Of(Row, 5)).Append(JournalHash.Of(Row, 6)).Select(Convert.ToHexString);

        Assert.Equal(others.Length + 2, hashes.Distinct().Count());
    }

    [Fact]
    public void A_hidden_value_stored_by_the_first_release_still_opens()
    {
        var key = Enumerable.Range(0, 32).Select(number => (byte)number).ToArray();
        var place = new PersonalPlace(new JournalKey("adilas", "user", "user", "~user/ann"), "email");
        const string stored = "personal.1.ann.qzSaqiKV8fqBqsgUDge1gqxyvb0ffdExPejiXocC3MxtHJiHWqe6EdiuBd-BeAc";

        Assert.Equal("ann", PersonalCipher.PersonOf(stored));
        Assert.Equal("ann@private.example", PersonalCipher.Open(key, "ann", place, stored));
    }

    [Fact]
    public void An_etag_says_its_version_and_survives_as_text()
    {
        var version = new StoredVersion(12, 34, [.. Enumerable.Repeat((byte)255, 32)]);

        var read = StoredVersion.Parse(version.ToString());

        Assert.Equal((12L, 34L, 12L), (read.Version, read.At, JournalETag.Version(version.ToString())));
        Assert.Equal(version.Hash, read.Hash);
        Assert.Equal((0L, 0L), (StoredVersion.Parse(null).Version, JournalETag.Version(null)));
        Assert.Throws<FormatException>(() => StoredVersion.Parse("12"));
    }
}
