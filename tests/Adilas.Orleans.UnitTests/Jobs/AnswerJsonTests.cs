using System.Net;
using System.Text;
using System.Text.Json;
using Adilas.Jobs.Outbound;

namespace Adilas.Jobs;

public sealed class AnswerJsonTests
{
    [Theory]
    [InlineData("\u0001")]
    [InlineData("ü")]
    [InlineData("\ud83d\ude00")]
    [InlineData("\"")]
    public void However_a_body_is_escaped_the_result_keeps_its_bound(string character)
    {
        var body = string.Concat(Enumerable.Repeat(character, AnswerReader.MaxBodyBytes / Encoding.UTF8.GetByteCount(character)));

        var json = AnswerJson.Write(new OutboundAnswer(HttpStatusCode.OK, new Dictionary<string, string>(), body, Truncated: false));

        var kept = JsonDocument.Parse(json).RootElement;
        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, JobOutcome.MaxResultBytes);
        Assert.StartsWith(kept.GetProperty("body").GetString()!, body, StringComparison.Ordinal);
        Assert.Equal(kept.GetProperty("body").GetString() != body, kept.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public void An_answer_is_kept_with_status_headers_and_body() => Assert.Equal(
        """{"status":201,"headers":{"ETag":"\"1\""},"body":"done","truncated":false}""",
        AnswerJson.Write(new OutboundAnswer(
            HttpStatusCode.Created, new Dictionary<string, string> { ["ETag"] = "\"1\"" }, "done", Truncated: false)));
}
