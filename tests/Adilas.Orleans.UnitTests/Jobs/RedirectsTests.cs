using System.Net;
using Adilas.Corporations;
using Adilas.Jobs.Outbound;

namespace Adilas.Jobs;

public sealed class RedirectsTests
{
    private static readonly OutboundRequest Request = new(HttpMethod.Post, new Uri("https://a.example/one?x=1"), "job-1")
    {
        Headers = [new("Authorization", "Bearer x"), new("X-Api-Key", "y"), new("Accept", "text/plain")],
        Body = "b"u8.ToArray(),
        ContentType = "text/plain",
        SignedFor = CorporationId.Parse("acme"),
    };

    [Theory]
    [InlineData(301, "POST", "GET")]
    [InlineData(302, "POST", "GET")]
    [InlineData(302, "PUT", "PUT")]
    [InlineData(303, "PUT", "GET")]
    [InlineData(303, "HEAD", "HEAD")]
    [InlineData(307, "POST", "POST")]
    [InlineData(308, "DELETE", "DELETE")]
    public void The_method_changes_as_the_standard_says_and_a_body_goes_only_with_its_method(int status, string before, string after)
    {
        var request = Request with { Method = HttpMethod.Parse(before) };
        var (next, _) = Redirects.Follow(request, (HttpStatusCode)status, new Uri("/two", UriKind.Relative));

        Assert.Equal(after, next!.Method.Method);
        Assert.Equal(before == after, next.Body is not null);
        Assert.Equal("https://a.example/two", next.Url.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://a.example/two", true)]
    [InlineData("https://A.example:443/two", true)]
    [InlineData("//a.example/two", true)]
    [InlineData("https://b.example/", false)]
    [InlineData("https://a.example:8443/", false)]
    [InlineData("https://a.example.b.example/", false)]
    public void What_proves_who_we_are_stays_with_the_one_it_was_meant_for(string location, bool isSame)
    {
        var (next, _) = Redirects.Follow(Request, HttpStatusCode.TemporaryRedirect, new Uri(location, UriKind.RelativeOrAbsolute));

        Assert.Equal(isSame ? ["Authorization", "X-Api-Key", "Accept"] : ["Accept"], next!.Headers.Select(header => header.Key));
        Assert.Equal(isSame, next.SignedFor is not null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://a.example/")]
    [InlineData("ftp://a.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:password@a.example/")]
    public void A_redirect_that_must_not_be_followed_says_why(string? location)
    {
        var (next, problem) = Redirects.Follow(
            Request, HttpStatusCode.Found, location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute));

        Assert.Null(next);
        Assert.DoesNotContain("password", problem!, StringComparison.Ordinal);
    }
}
