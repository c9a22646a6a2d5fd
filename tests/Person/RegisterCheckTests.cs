namespace PersonalOutcomes.People;

public sealed class RegisterCheckTests
{
    private static readonly Found
        Theirs = new() { Id = Guid.NewGuid(), IsTheirs = true },
        Hidden = new() { Id = Guid.NewGuid(), IsHidden = true },
        Other = new() { Id = Guid.NewGuid() };

    [Fact]
    public void Nobody_and_somebody_who_hides_are_told_alike()
    {
        Assert.Equal((CheckAnswer.New, null), Found.Tell([]));
        Assert.Equal((CheckAnswer.New, null), Found.Tell([Hidden]));
    }

    [Fact]
    public void The_callers_own_comes_first_also_when_they_hide()
    {
        Assert.Equal((CheckAnswer.Yours, Theirs.Id), Found.Tell([Hidden, Other, Theirs]));
        Assert.Equal((CheckAnswer.Yours, Theirs.Id), Found.Tell([Theirs with { IsHidden = true }]));
    }

    [Fact]
    public void Somebody_who_does_not_hide_is_told_of_beside_somebody_who_does() =>
        Assert.Equal((CheckAnswer.KnownHere, Other.Id), Found.Tell([Hidden, Other]));
}
