namespace Adilas.Storage;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("Café  Zürich, S.A.", "cafe zurich s a")]
    [InlineData("  --Ωmega--  ", "ωmega")]
    [InlineData("东京 Sushi & Co.", "东京 sushi co")]
    [InlineData("!!!", "")]
    public void Case_accents_and_punctuation_do_not_count(string text, string folded) => Assert.Equal(folded, SearchText.Fold(text));
}
