using System.Text;
using Adilas.Http;
using Microsoft.AspNetCore.Http;

namespace Adilas.Web;

public sealed class OperationTests
{
    [Fact]
    public void Everything_that_a_request_says_counts()
    {
        string[] hashes =
        [
            Hash("PUT", "/a", "?x=1", "\"1\"", "{}"),
            Hash("POST", "/a", "?x=1", "\"1\"", "{}"),
            Hash("PUT", "/b", "?x=1", "\"1\"", "{}"),
            Hash("PUT", "/a", "?x=2", "\"1\"", "{}"),
            Hash("PUT", "/a", "?x=1", "\"2\"", "{}"),
            Hash("PUT", "/a", "?x=1", "", "{}"),
            Hash("PUT", "/a", "?x=1", "\"1\"", "{ }"),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{64}$", hash));
    }

    [Fact]
    public void The_same_request_has_the_same_hash() => Assert.Equal(Hash("PUT", "/a", "", "", "{}"), Hash("PUT", "/a", "", "", "{}"));

    [Fact]
    public void Parts_do_not_run_together() => Assert.NotEqual(Hash("PUT", "/ab", "?c", "", ""), Hash("PUT", "/a", "?bc", "", ""));

    [Fact]
    public async Task A_key_is_bound_to_its_request()
    {
        var context = Request("PUT", "/a", "", "", "{}");
        context.Request.Headers[Operation.Header] = "op-1";

        var operation = await Operation.BindAsync(context, null!);

        Assert.Equal("op-1", operation!.Key!.Id);
        Assert.Equal(Hash("PUT", "/a", "", "", "{}"), operation.Key.RequestHash);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("é")]
    [InlineData("tab\t")]
    public async Task A_key_of_another_form_is_refused(string key)
    {
        var context = Request("PUT", "/a", "", "", "{}");
        context.Request.Headers[Operation.Header] = key;

        var problem = await Assert.ThrowsAsync<HttpProblem>(async () => await Operation.BindAsync(context, null!));

        Assert.Equal((400, "idempotency-key-malformed", "Idempotency-Key"), (problem.Status, problem.Code, problem.Field));
    }

    [Fact]
    public async Task Too_long_a_key_and_two_keys_are_refused()
    {
        var context = Request("PUT", "/a", "", "", "{}");
        context.Request.Headers[Operation.Header] = new string('a', 101);
        await Assert.ThrowsAsync<HttpProblem>(async () => await Operation.BindAsync(context, null!));

        context.Request.Headers[Operation.Header] = new(["a", "b"]);
        await Assert.ThrowsAsync<HttpProblem>(async () => await Operation.BindAsync(context, null!));
    }

    private static string Hash(string method, string path, string query, string ifMatch, string body) =>
        Operation.Hash(Request(method, path, query, ifMatch, body).Request, Encoding.UTF8.GetBytes(body));

    private static DefaultHttpContext Request(string method, string path, string query, string ifMatch, string body)
    {
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.Path, context.Request.QueryString) = (method, path, new QueryString(query));
        if (ifMatch.Length > 0) context.Request.Headers.IfMatch = ifMatch;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return context;
    }
}
