using Adilas.Corporations;
using Adilas.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Adilas.Web;

public sealed class QueryTests
{
    private static readonly QueryParameter It = new("it", "");

    [Fact]
    public void Values_are_read_in_their_forms()
    {
        Assert.Equal("x", Of("x").Text(It));
        Assert.Equal(-5, Of("-5").Number(It));
        Assert.True(Of("true").Flag(It));
        Assert.False(Of("false").Flag(It));
        Assert.Equal(CorporationMode.ReadOnly, Of("readOnly").Name<CorporationMode>(It));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 7, 0, 0, TimeSpan.Zero), Of("2026-03-01T08:00:00+01:00").Time(It));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), Of("2026-03-01").Time(It));
    }

    [Fact]
    public void Absent_and_empty_are_nothing()
    {
        Assert.Null(new Query(new QueryCollection()).Text(It));
        Assert.Null(Of("").Number(It));
        Assert.False(Of("").Flag(It));
    }

    [Fact]
    public void Anything_else_is_refused_and_named()
    {
        Action[] readings =
        [
            () => Of("five").Number(It), () => Of("5.0").Number(It), () => Of("99999999999").Number(It), () => Of("yes").Flag(It), () => Of("TRUE").Flag(It),
            () => Of("readonly").Name<CorporationMode>(It), () => Of("1").Name<CorporationMode>(It), () => Of("soon").Time(It), () => Of("A B").Stack(It),
        ];

        Assert.All(readings, reading =>
        {
            var problem = Assert.Throws<HttpProblem>(reading);
            Assert.Equal((400, "query-invalid", "it"), (problem.Status, problem.Code, problem.Field));
        });
    }

    private static Query Of(string value) => new(new QueryCollection(new Dictionary<string, StringValues> { ["it"] = value }));
}
