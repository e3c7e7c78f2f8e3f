using Adilas.Refusals;

namespace Adilas.Settings;

public sealed class SettingsDocumentTests
{
    [Theory]
    [InlineData("""{ "b" : 1.50e+3, "a": { "z": null, "y": [ 3, 2 ] } }""", """{"a":{"y":[3,2],"z":null},"b":1.50e+3}""")]
    [InlineData("""{"\u0061":"\u00e9\u4e2d\ud83d\ude00\/"}""", """{"a":"é中\uD83D\uDE00/"}""")]
    [InlineData("{}", "{}")]
    [InlineData("""{"__proto__":{"a":1},"n":123456789012345678901234567890}""", """{"__proto__":{"a":1},"n":123456789012345678901234567890}""")]
    public void Equal_documents_have_equal_text(string written, string canonical)
    {
        Assert.Equal(canonical, SettingsDocument.Parse(written).Json);
        Assert.Equal(canonical, SettingsDocument.Parse(canonical).Json);
    }

    [Theory]
    [InlineData("", "document-not-json")]
    [InlineData("[]", "document-not-object")]
    [InlineData("null", "document-not-object")]
    [InlineData("""{"a":1,"a":2}""", "document-not-json")]
    [InlineData("""{"a":1,"\u0061":2}""", "document-not-json")]
    [InlineData("""{"a":1} {"b":2}""", "document-not-json")]
    [InlineData("""{"a":"\ud800"}""", "document-not-json")]
    [InlineData("""{"a":NaN}""", "document-not-json")]
    public void What_is_no_document_is_refused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<RefusedException>(() => SettingsDocument.Parse(text)).Code);

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.Equal("document-not-json", Assert.Throws<RefusedException>(
            () => SettingsDocument.Parse(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' })).Code);

    [Fact]
    public void Depth_and_size_have_limits()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        Assert.Equal(Nested(SettingsDocument.MaxDepth), SettingsDocument.Parse(Nested(SettingsDocument.MaxDepth)).Json);
        Assert.Equal("document-not-json", Refused(Nested(SettingsDocument.MaxDepth + 1)));
        Assert.Equal("document-not-json", Refused(Nested(100_000)));
        Assert.Equal("document-too-large", Refused($$"""{"a":"{{new string('x', SettingsDocument.MaxBytes)}}"}"""));
        Assert.Equal("document-too-large", Refused($$"""{"a":[{{string.Join(',', Enumerable.Repeat("12", 100_000))}}]}"""));
    }

    private static string Refused(string text) => Assert.Throws<RefusedException>(() => SettingsDocument.Parse(text)).Code;
}
