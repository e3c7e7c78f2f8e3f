using Adilas.Corporations;
using Adilas.Stacks;

namespace Adilas.Web;

public sealed class NewCorporationTests
{
    [Theory]
    [InlineData("settings.look.color", "settings")]
    [InlineData("document", "settings")]
    [InlineData("owner.email", "owner.email")]
    [InlineData("look.color", null)]
    [InlineData(null, null)]
    public void What_a_service_refuses_stands_at_the_field_that_it_is_about(string? field, string? shown)
    {
        var form = new NewCorporation();

        Assert.Equal(shown is not null, form.Note(field, "No."));
        Assert.Equal(shown is null ? [] : [shown], form.Errors.Keys);
    }

    [Fact]
    public void What_was_typed_becomes_an_order()
    {
        var (id, order) = Typed().Read()!.Value;

        Assert.Equal(("acme", "Acme", CorporationKind.Play, StackId.Parse("data0")), (id.Value, order.Name, order.Kind, order.Stack));
        Assert.Equal(("small", "{\"a\":1}"), (order.Recipe, order.Settings?.Json));
    }

    [Fact]
    public void Everything_that_is_missing_is_told_at_once()
    {
        var empty = new NewCorporation();

        Assert.Null(empty.Read());
        Assert.Equal(["id", "industry", "name", "owner.email", "owner.name"], empty.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Settings_that_are_no_document_are_told_before_anybody_is_asked()
    {
        var form = Typed();
        form.Settings = "[]";

        Assert.Null(form.Read());
        Assert.NotNull(form.Error("settings"));
    }

    private static NewCorporation Typed() => new()
    {
        Name = " Acme ",
        Id = " acme ",
        Industry = "retail",
        OwnerName = "Ada",
        OwnerEmail = "ada@example.com",
        Kind = "play",
        Stack = "data0",
        Settings = "{\"a\":1}",
    };
}
