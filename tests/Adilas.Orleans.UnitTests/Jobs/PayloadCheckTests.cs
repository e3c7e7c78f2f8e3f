using System.Text.Json;
using Adilas.Jobs.Http;
using Adilas.Jobs.Mail;
using Adilas.Jobs.Outbound;
using Adilas.Jobs.Sql;
using Adilas.Refusals;
using Microsoft.Extensions.Options;

namespace Adilas.Jobs;

/// <summary>What each kind takes, and whether whoever sent something else knows which field to mend.</summary>
public sealed class PayloadCheckTests
{
    private static readonly AddressGuard Guard = new(Options.Create(new OutboundOptions()));

    private static readonly JobHandlers Handlers = new(
    [
        new NoopHandler(TimeProvider.System),
        new HttpHandler(new OutboundHttp(Guard, null!, TimeProvider.System), Guard),
        new SqlHandler(null!, TimeProvider.System),
        new MailHandler(Options.Create(new MailOptions()), new OwnerAddress(null!, null!), TimeProvider.System),
    ]);

    [Theory]
    [InlineData("noop", """{}""")]
    [InlineData("noop", """{"anything":[1],"delayMs":60000}""")]
    [InlineData("http", """{"url":"https://partner.example/hook?a=b"}""")]
    [InlineData("http", """{"method":"PUT","url":"http://8.8.8.8:8080","headers":{"Authorization":"Bearer x"},"body":{"a":1}}""")]
    [InlineData("http", """{"url":"https://partner.example","timeoutSeconds":300,"sign":true}""")]
    [InlineData("http", """{"url":"https://bücher.example/","body":"","headers":{"content-type":"text/csv"}}""")]
    [InlineData("http", """{"method":"GET","url":"https://partner.example","headers":null,"body":null}""")]
    [InlineData("sql", """{"script":"UPDATE items SET name = 'it''s; -- # fine' WHERE item_id = 1; SELECT 1","timeoutSeconds":3600}""")]
    [InlineData("mail", """{"to":["a@b.example"],"subject":"s","text":"t"}""")]
    [InlineData("mail", """{"to":["a.b+c@b.example"],"cc":["x@localhost"],"replyTo":"r@b.example","subject":"Grüße","html":"<p>h</p>"}""")]
    public void A_sound_payload_is_taken(string kind, string payload) => Handlers.Find(kind)!.Check(Json(payload));

    [Theory]
    [InlineData("noop", """[]""", "payload")]
    [InlineData("noop", """{"delayMs":60001}""", "payload.delayMs")]
    [InlineData("noop", """{"delayMs":1.5}""", "payload.delayMs")]
    [InlineData("http", """{}""", "payload.url")]
    [InlineData("http", """{"url":7}""", "payload.url")]
    [InlineData("http", """{"url":"/here"}""", "payload.url")]
    [InlineData("http", """{"url":"ftp://partner.example"}""", "payload.url")]
    [InlineData("http", """{"url":"file:///etc/passwd"}""", "payload.url")]
    [InlineData("http", """{"url":"https://user:secret@partner.example"}""", "payload.url")]
    [InlineData("http", """{"url":"https://partner.example/\u000d\u000aX-A: b"}""", "payload.url")]
    [InlineData("http", """{"url":"http://127.0.0.1/"}""", "payload.url")]
    [InlineData("http", """{"url":"http://2130706433/"}""", "payload.url")]
    [InlineData("http", """{"url":"http://0x7f.1/"}""", "payload.url")]
    [InlineData("http", """{"url":"http://[::1]/"}""", "payload.url")]
    [InlineData("http", """{"url":"http://[::ffff:8.8.8.8]/"}""", "payload.url")]
    [InlineData("http", """{"url":"http://169.254.169.254/latest/meta-data"}""", "payload.url")]
    [InlineData("http", """{"url":"\ud800"}""", "payload.url")]
    [InlineData("http", """{"url":"https://a.example","methods":"GET"}""", "payload.methods")]
    [InlineData("http", """{"url":"https://a.example","method":"get"}""", "payload.method")]
    [InlineData("http", """{"url":"https://a.example","method":"TRACE"}""", "payload.method")]
    [InlineData("http", """{"url":"https://a.example","method":"GET","body":1}""", "payload.body")]
    [InlineData("http", """{"url":"https://a.example","body":"\udc00"}""", "payload.body")]
    [InlineData("http", """{"url":"https://a.example","headers":[]}""", "payload.headers")]
    [InlineData("http", """{"url":"https://a.example","headers":{"a b":"c"}}""", "payload.headers")]
    [InlineData("http", """{"url":"https://a.example","headers":{"\ud800":"c"}}""", "payload.headers")]
    [InlineData("http", """{"url":"https://a.example","headers":{"A":"c\u000d\u000aX: y"}}""", "payload.headers.A")]
    [InlineData("http", """{"url":"https://a.example","headers":{"A":"b","a":"c"}}""", "payload.headers.a")]
    [InlineData("http", """{"url":"https://a.example","headers":{"Host":"b"}}""", "payload.headers.Host")]
    [InlineData("http", """{"url":"https://a.example","headers":{"Cookie":"b"}}""", "payload.headers.Cookie")]
    [InlineData("http", """{"url":"https://a.example","headers":{"proxy-authorization":"b"}}""", "payload.headers.proxy-authorization")]
    [InlineData("http", """{"url":"https://a.example","headers":{"Content-Length":"1"}}""", "payload.headers.Content-Length")]
    [InlineData("http", """{"url":"https://a.example","headers":{"Adilas-Signature":"1"}}""", "payload.headers.Adilas-Signature")]
    [InlineData("http", """{"url":"https://a.example","headers":{"Content-Type":"text/csv"}}""", "payload.headers.Content-Type")]
    [InlineData("http", """{"url":"https://a.example","body":1,"headers":{"Content-Type":"csv"}}""", "payload.headers.Content-Type")]
    [InlineData("http", """{"url":"https://a.example","timeoutSeconds":0}""", "payload.timeoutSeconds")]
    [InlineData("http", """{"url":"https://a.example","timeoutSeconds":301}""", "payload.timeoutSeconds")]
    [InlineData("http", """{"url":"https://a.example","sign":"yes"}""", "payload.sign")]
    [InlineData("sql", """{"script":""}""", "payload.script")]
    [InlineData("sql", """{"script":" ; -- nothing"}""", "payload.script")]
    [InlineData("sql", """{"script":"SELECT 'open"}""", "payload.script")]
    [InlineData("sql", """{"script":"SELECT \"x\""}""", "payload.script")]
    [InlineData("sql", """{"script":"SELECT 1 # 2"}""", "payload.script")]
    [InlineData("sql", """{"script":"SELECT 1; commit"}""", "payload.script")]
    [InlineData("sql", """{"script":"SET SESSION autocommit = 1"}""", "payload.script")]
    [InlineData("sql", """{"script":"SELECT 1","timeoutSeconds":3601}""", "payload.timeoutSeconds")]
    [InlineData("sql", """{"script":"SELECT 1","database":"other"}""", "payload.database")]
    [InlineData("mail", """{"subject":"s","text":"t"}""", "payload.to")]
    [InlineData("mail", """{"to":"a@b.example","subject":"s","text":"t"}""", "payload.to")]
    [InlineData("mail", """{"to":["a@b.example","Bob <b@b.example>"],"subject":"s","text":"t"}""", "payload.to[1]")]
    [InlineData("mail", """{"to":["a@b.example\u000d\u000aBcc: c@b.example"],"subject":"s","text":"t"}""", "payload.to[0]")]
    [InlineData("mail", """{"to":["a@b.example\n"],"subject":"s","text":"t"}""", "payload.to[0]")]
    [InlineData("mail", """{"to":["a@b.example,c@b.example"],"subject":"s","text":"t"}""", "payload.to[0]")]
    [InlineData("mail", """{"to":[".a@b.example"],"subject":"s","text":"t"}""", "payload.to[0]")]
    [InlineData("mail", """{"to":["a@b.example"],"cc":[null],"subject":"s","text":"t"}""", "payload.cc[0]")]
    [InlineData("mail", """{"to":["a@b.example"],"replyTo":"b","subject":"s","text":"t"}""", "payload.replyTo")]
    [InlineData("mail", """{"to":["a@b.example"],"subject":"s\u000d\u000aBcc: c@b.example","text":"t"}""", "payload.subject")]
    [InlineData("mail", """{"to":["a@b.example"],"text":"t"}""", "payload.subject")]
    [InlineData("mail", """{"to":["a@b.example"],"subject":"s"}""", "payload.text")]
    [InlineData("mail", """{"to":["a@b.example"],"subject":"s","text":"t","bcc":[]}""", "payload.bcc")]
    public void A_bad_field_is_named(string kind, string payload, string field)
    {
        var refused = Assert.Throws<RefusedException>(() => Handlers.Find(kind)!.Check(Json(payload)));

        Assert.Equal((Refusal.Invalid, "job-payload", field), (refused.Refusal, refused.Code, refused.Field));
        Assert.StartsWith(field + " ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_are_bounded()
    {
        var statements = JsonSerializer.Serialize(new { script = string.Concat(Enumerable.Repeat("SELECT 1;", 101)) });
        var recipients = JsonSerializer.Serialize(new
        {
            to = Enumerable.Repeat("a@b.example", 60),
            cc = Enumerable.Repeat("c@b.example", 41),
            subject = "s",
            text = "t",
        });
        var headers = JsonSerializer.Serialize(new
        {
            url = "https://a.example",
            headers = Enumerable.Range(0, 33).ToDictionary(number => $"h{number}", _ => "v"),
        });

        A_bad_field_is_named("sql", statements, "payload.script");
        A_bad_field_is_named("mail", recipients, "payload.cc");
        A_bad_field_is_named("http", headers, "payload.headers");
    }

    [Fact]
    public void Only_the_runtimes_own_kinds_have_handlers()
    {
        Assert.Equal(["http", "mail", "noop", "sql"], Handlers.Kinds.Order());
        Assert.True(Handlers.Has("http"));
        Assert.False(Handlers.Has("pdf"));
        Assert.Null(Handlers.Find("HTTP"));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
