using System.Reflection;
using System.Text;
using Adilas.ApiKeys;
using Adilas.Corporations;
using Adilas.Http;
using Adilas.OpenApi;
using Adilas.Settings;
using Adilas.Stacks;

namespace Adilas.Web;

public sealed class StrictJsonTests
{
    public static TheoryData<Type> Bodies => [.. BodyExamples.All.Keys];

    [Theory, MemberData(nameof(Bodies))]
    public void The_example_of_each_body_is_read(Type body) => Assert.NotNull(Read(body, BodyExamples.Of(body)!));

    [Fact]
    public void Every_body_has_an_example()
    {
        var bodies = typeof(BodyExamples).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Body", StringComparison.Ordinal) && type.Namespace != "Adilas.Http" && type.GetMethod("<Clone>$") is not null);

        Assert.DoesNotContain(bodies, body => BodyExamples.Of(body) is null && !BodyExamples.IsPart(body));
    }

    [Theory]
    [InlineData("""{"id":"acme","name":"A","industry":"r","kind":"work","owner":{"email":"a","name":"b"},"nmae":"x"}""", "nmae", "member-unknown")]
    [InlineData("""{"id":"acme","name":"A","industry":"r","kind":"work","owner":{"email":"a","name":"b","phone":1}}""", "owner.phone", "member-unknown")]
    [InlineData("""{"id":"acme","name":"A","industry":"r","kind":"work"}""", "owner", "member-invalid")]
    [InlineData("""{"id":"acme","name":"A","industry":"r","kind":"work","owner":{"email":"a"}}""", "owner.name", "member-invalid")]
    [InlineData("""{"id":"acme","name":null,"industry":"r","kind":"work","owner":{"email":"a","name":"b"}}""", "name", "member-invalid")]
    [InlineData("""{"id":"acme","name":5,"industry":"r","kind":"work","owner":{"email":"a","name":"b"}}""", "name", "member-invalid")]
    [InlineData("""{"id":"Acme!","name":"A","industry":"r","kind":"work","owner":{"email":"a","name":"b"}}""", "id", "member-invalid")]
    [InlineData("""{"id":"acme","name":"A","industry":"r","kind":"Work","owner":{"email":"a","name":"b"}}""", "kind", "member-invalid")]
    [InlineData("""{"id":"acme","name":"A","industry":"r","kind":0,"owner":{"email":"a","name":"b"}}""", "kind", "member-invalid")]
    [InlineData("""{"id":"acme","name":"A","Name":"B","industry":"r","kind":"work","owner":{"email":"a","name":"b"}}""", "Name", "member-unknown")]
    [InlineData("""{"id":"acme","name":"A","name":"B","industry":"r","kind":"work","owner":{"email":"a","name":"b"}}""", "name", "member-invalid")]
    [InlineData("""{"id":"acme","name":"A","industry":"r","kind":"work","owner":[]}""", "owner", "member-invalid")]
    [InlineData("""{"id":"acme","name":"A","industry":"r","kind":"work","owner":{"email":"a","name":"b"},"stack":7}""", "stack", "member-invalid")]
    [InlineData("[]", null, "member-invalid")]
    [InlineData("null", null, "member-invalid")]
    [InlineData("7", null, "member-invalid")]
    public void A_wrong_member_is_named(string json, string? field, string code)
    {
        var problem = Refused<CorporationBody>(json);

        Assert.Equal((400, code, field), (problem.Status, problem.Code, problem.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} x")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("// nothing\n{}")]
    [InlineData("\uFEFF{}")]
    public void What_is_no_JSON_is_refused_as_such(string text) =>
        Assert.Equal(text.Length == 0 ? "body-missing" : "body-not-json", Refused<ModeBody>(text).Code);

    [Fact]
    public void Bytes_that_are_no_UTF_8_and_halves_of_pairs_are_refused()
    {
        Assert.Equal("body-not-json", Assert.Throws<HttpProblem>(() => StrictJson.Read<ModeBody>(new byte[] { 0x7B, 0xFF, 0x7D })).Code);
        Assert.Equal(400, Refused<ModeBody>("""{"mode":"live","reason":"\ud800"}""").Status);
        Assert.Equal(400, Refused<ModeBody>("""{"\ud800":1}""").Status);
    }

    [Fact]
    public void A_key_that_stands_twice_inside_a_document_is_named()
    {
        Assert.Equal("document.limits.users", Refused<SettingsBody>("""{"document":{"limits":{"users":1,"users":2}}}""").Field);
        Assert.Equal("document.list[1].a", Refused<SettingsBody>("""{"document":{"list":[1,{"a":1,"a":2}]}}""").Field);
    }

    [Fact]
    public void Too_deep_a_body_is_refused() =>
        Assert.Equal(400, Refused<SettingsBody>($$"""{"document":{{string.Concat(Enumerable.Repeat("[", 100))}}{{string.Concat(Enumerable.Repeat("]", 100))}}}""").Status);

    [Theory]
    [InlineData("""{"name":"n","scopes":["settings:fly"]}""", "scopes")]
    [InlineData("""{"name":"n","scopes":"settings:read"}""", "scopes")]
    [InlineData("""{"name":"n","scopes":["settings:read"],"expiresAt":"tomorrow"}""", "expiresAt")]
    public void Scopes_and_times_are_checked(string json, string field) => Assert.Equal(field, Refused<ApiKeyBody>(json).Field);

    [Theory]
    [InlineData("1.5")]
    [InlineData("\"5\"")]
    [InlineData("99999999999")]
    [InlineData("true")]
    public void A_number_is_a_whole_number(string number) =>
        Assert.Equal("capacity.corporations", Refused<StackBody>($$"""{"id":"a","kind":"shared","capacity":{ "corporations":{{number}} } }""").Field);

    [Fact]
    public void No_value_is_ever_repeated() =>
        Assert.DoesNotContain("hunter2", Refused<CorporationBody>("""{"id":"HUNTER2 hunter2","name":"hunter2"}""").Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_may_be_null_when_null_is_a_value() =>
        Assert.Equal(System.Text.Json.JsonValueKind.Null, StrictJson.Read<SettingsValueBody>("""{"value":null}"""u8.ToArray()).Value.ValueKind);

    private static HttpProblem Refused<T>(string json) => Assert.Throws<HttpProblem>(() => StrictJson.Read<T>(Encoding.UTF8.GetBytes(json)));

    private static object? Read(Type body, string json) => typeof(StrictJson)
        .GetMethod(nameof(StrictJson.Read), BindingFlags.Public | BindingFlags.Static)!
        .MakeGenericMethod(body).Invoke(null, [(ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(json)]);
}
