namespace Adilas.Access;

public sealed class PermissionSetTests
{
    [Fact]
    public void Scopes_are_named_after_their_permissions() => Assert.Equal(
        [
            "corporations:read", "corporations:write", "settings:read", "settings:write", "stacks:read", "stacks:write", "keys:read",
            "keys:write", "work:read", "work:write", "audit:read", "audit:write", "people:read", "people:write", "workers:lease",
        ],
        PermissionSet.AllScopes);

    [Fact]
    public void Every_set_is_read_back_from_its_scopes()
    {
        for (ulong bits = 0; bits <= PermissionSet.All.Bits; bits += 37)
        {
            var set = new PermissionSet(bits);
            Assert.True(PermissionSet.TryParse(set.Scopes(), out var again, out _));
            Assert.Equal(set, again);
        }
    }

    [Fact]
    public void An_unknown_scope_is_named()
    {
        Assert.False(PermissionSet.TryParse(["keys:read", "keys:burn"], out var set, out var unknown));
        Assert.Equal((PermissionSet.None, "keys:burn"), (set, unknown));
    }
}
