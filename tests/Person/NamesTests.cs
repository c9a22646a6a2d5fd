namespace PersonalOutcomes.People;

public sealed class NamesTests
{
    [Theory]
    [InlineData("Seán O’Neill-Łuk", "sean oneill luk")]
    [InlineData("  MÒRAG   NicÌosaig ", "morag nicìosaig")]
    [InlineData("Zoe\u0308", "zoe")]
    [InlineData("Æneas Strauß", "aeneas strauss")]
    [InlineData("St. John", "st john")]
    [InlineData("%_[x]", "x")]
    public void A_name_loses_case_accents_and_punctuation(string name, string normalised) =>
        Assert.Equal(normalised.Replace("ì", "i"), Names.Normalise(name));

    [Fact]
    public void A_postcode_loses_its_blanks()
    {
        Assert.Equal("KW151FL", Names.Postcode(" kw15 1fl"));
        Assert.Null(Names.Postcode(null));
    }
}
