using Adilas.ApiKeys;
using Adilas.Corporations;

namespace Adilas.Access;

public sealed class OwnerKeyTests
{
    [Theory]
    [InlineData("acme", "acme", true)]
    [InlineData("acme/u1", "acme", true)]
    [InlineData("acme-2", "acme", false)]
    [InlineData("acme", "acme-2", false)]
    [InlineData("~system", "system", false)]
    [InlineData("~stack/acme", "acme", false)]
    public void A_key_belongs_to_the_corporation_before_its_separator(string key, string corporation, bool belongs) =>
        Assert.Equal(belongs, OwnerKey.BelongsTo(key, CorporationId.Parse(corporation)));

    [Fact]
    public void Nothing_belongs_to_no_corporation()
    {
        Assert.False(OwnerKey.BelongsTo("", default));
        Assert.False(OwnerKey.BelongsTo("acme", default));
    }

    [Theory]
    [InlineData("ak_k1_secret", "k1", "secret")]
    [InlineData("ak_acme.k1_se_cr-et", "acme.k1", "se_cr-et")]
    [InlineData("anything else", "operator", "anything else")]
    public void A_presented_key_splits_into_id_and_secret(string token, string id, string secret)
    {
        Assert.True(ApiKeyId.TryParseToken(token, out var parsed, out var read));
        Assert.Equal((id, secret), (parsed.ToString(), read));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ak_k1_")]
    [InlineData("ak_k1")]
    [InlineData("ak_a.b.c_x")]
    [InlineData("ak_~x_x")]
    [InlineData("ak_A_x")]
    public void What_cannot_be_a_key_is_refused(string? token) => Assert.False(ApiKeyId.TryParseToken(token, out _, out _));
}
