using Adilas.Corporations;

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
}
