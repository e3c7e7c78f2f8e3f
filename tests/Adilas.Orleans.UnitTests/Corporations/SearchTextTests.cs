namespace Adilas.Corporations;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("Café  Zürich, S.A.", "cafe zurich s a")]
    [InlineData("  --Ωmega--  ", "ωmega")]
    [InlineData("东京 Sushi & Co.", "东京 sushi co")]
    [InlineData("!!!", "")]
    public void Case_accents_and_punctuation_do_not_count(string text, string folded) => Assert.Equal(folded, SearchText.Fold(text));

    [Theory]
    [InlineData("cafe", true)]
    [InlineData("ZÜR", true)]
    [InlineData("Acme-Z", true)]
    [InlineData(" ", true)]
    [InlineData("urich", false)]
    [InlineData("!!!", false)]
    public void A_corporation_is_found_by_the_beginning_of_its_id_and_of_each_word_of_its_name(string text, bool isFound) =>
        Assert.Equal(isFound, SearchText.Finds(text, "acme-zh", "Café Zürich"));
}
