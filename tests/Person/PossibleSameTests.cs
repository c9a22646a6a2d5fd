namespace PersonalOutcomes.People;

public sealed class PossibleSameTests
{
    private static readonly Candidate Morag = new()
    {
        MatchName = "morag sinclair",
        BirthDate = new DateOnly(1961, 4, 23),
        MatchPostcode = "KY49XX",
    };

    [Fact]
    public void All_the_same_is_certain() =>
        Assert.Equal((100, "same_name same_birth_date same_postcode"), Of(Morag, Morag));

    [Fact]
    public void The_same_identifier_is_certain_whatever_else_differs() => Assert.Equal((100, "same_identifier"),
        Of(Morag, new Candidate { MatchName = "somebody else", SameIdentifier = true }));

    [Fact]
    public void A_slip_in_the_name_is_still_alike()
    {
        var (score, reasons) = Of(Morag, Morag with { MatchName = "moray sinclare" })!.Value;

        Assert.InRange(score, 90, 99);
        Assert.Equal("similar_name same_birth_date same_postcode", reasons);
    }

    [Fact]
    public void Somebody_who_moved_is_alike() => Assert.Equal((85, "same_name same_birth_date"),
        Of(Morag, Morag with { MatchPostcode = "EH11AA" }));

    [Fact]
    public void A_daughter_of_the_same_name_at_the_same_address_is_not() =>
        Assert.Null(Of(Morag, Morag with { BirthDate = new DateOnly(1990, 1, 2) }));

    [Fact]
    public void What_nobody_has_said_counts_neither_way()
    {
        Assert.Equal((100, "same_name same_birth_date"), Of(Morag, Morag with { MatchPostcode = null }));
        Assert.Equal((100, "same_name same_postcode"), Of(Morag with { BirthDate = null }, Morag));
    }

    [Fact]
    public void A_name_alone_is_never_enough()
    {
        Assert.Null(Of(Morag with { BirthDate = null, MatchPostcode = null }, Morag));
        Assert.Null(Of(Morag, Morag with { BirthDate = new DateOnly(1990, 1, 2), MatchPostcode = "EH11AA" }));
    }

    [Fact]
    public void Neighbours_born_on_the_same_day_are_not_alike_by_that() =>
        Assert.Null(Of(Morag, Morag with { MatchName = "bertil ohlsson" }));

    private static (int Score, string Reasons)? Of(Candidate one, Candidate other) =>
        PossibleSame.Of(one, other) is var (score, reasons) ? (score, string.Join(' ', reasons)) : null;
}
