namespace Adilas.Settings;

public sealed class ProfileScopeTests
{
    [Theory]
    [InlineData("system", "~system")]
    [InlineData("industry:retail", "~industry/retail")]
    [InlineData("theme:x", "~theme/x")]
    [InlineData("plan:x", "~plan/x")]
    [InlineData("stack:data0", "~stack/data0")]
    [InlineData("corporation:acme", "acme")]
    [InlineData("role:acme:clerk", "acme/role/clerk")]
    [InlineData("user:acme:u1", "acme/user/u1")]
    [InlineData("person:u1", "~user/u1")]
    public void A_scope_has_one_key_and_a_key_one_scope(string text, string key)
    {
        Assert.True(ProfileScope.TryParse(text, out var scope));
        Assert.Equal((text, key), (scope.Text, scope.GrainKey));
        Assert.Equal(scope, ProfileScope.FromGrainKey(key));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("system:x")]
    [InlineData("corporation:~system")]
    [InlineData("corporation:a/b")]
    [InlineData("corporation:Acme")]
    [InlineData("role:acme")]
    [InlineData("user:acme:u1:x")]
    [InlineData("galaxy:x")]
    public void What_names_no_layer_is_refused(string? text) => Assert.False(ProfileScope.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("~user/u1/x")]
    [InlineData("acme/role")]
    [InlineData("acme/key/k1")]
    public void A_key_of_another_kind_is_no_scope(string key) => Assert.Throws<FormatException>(() => ProfileScope.FromGrainKey(key));
}
