using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

public sealed class OutcomeTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Voice Hers = new(Speaker.Family, "his wife Ann", ["telephone"], Writer.Practitioner);
    private static readonly Agreement Asked = new(
        AgreedBy.CouldNotSay, "With picture cards", ["picture_cards"], "Ann", new(2026, 4, 30), Writer.Practitioner);

    private static readonly CannotBeAchieved Told = new("Nothing pays it.", "Ruth", "At home", new(2026, 4, 30),
        "So be it.", Hers, WhyNoWords.None, Now);

    private static readonly Outcome Said = new()
    {
        Id = Guid.NewGuid(),
        PersonId = Guid.NewGuid(),
        TeamId = Guid.NewGuid(),
        Version = 1,
        State = OutcomeState.Proposed,
        Statement = "Enough each week.",
        Why = "The bairn.",
        Direction = Direction.GetBack,
        SaidBy = Speaker.Person,
        How = ["spoken"],
        WrittenBy = Writer.Practitioner,
        SourceId = Guid.NewGuid(),
        RecordedAt = Now.AddDays(-9),
    };

    private static Outcome In(OutcomeState state) => state switch
    {
        OutcomeState.Agreed => Said.Agree(Asked, false),
        OutcomeState.SetAside => Said.SetAside("Not now.", false),
        OutcomeState.CannotBeAchieved => Said.SayCannotBeAchieved(Told, false),
        _ => Said,
    };

    private static Outcome Do(string verb, Outcome outcome) => verb switch
    {
        "agree" => outcome.Agree(Asked, false),
        "revise" => outcome.Revise("A bit more.", null, Hers, null, false, Now),
        "cannot" => outcome.SayCannotBeAchieved(Told, false),
        "take back" => outcome.TakeBackCannotBeAchieved(),
        _ => outcome.SetAside("It no longer matters.", false),
    };

    [Theory]
    [InlineData(OutcomeState.Proposed, "agree", OutcomeState.Agreed)]
    [InlineData(OutcomeState.Proposed, "revise", OutcomeState.Proposed)]
    [InlineData(OutcomeState.Proposed, "set aside", OutcomeState.SetAside)]
    [InlineData(OutcomeState.Agreed, "revise", OutcomeState.Proposed)]
    [InlineData(OutcomeState.Agreed, "set aside", OutcomeState.SetAside)]
    [InlineData(OutcomeState.Proposed, "cannot", OutcomeState.CannotBeAchieved)]
    [InlineData(OutcomeState.Agreed, "cannot", OutcomeState.CannotBeAchieved)]
    [InlineData(OutcomeState.CannotBeAchieved, "take back", OutcomeState.Proposed)]
    [InlineData(OutcomeState.CannotBeAchieved, "set aside", OutcomeState.SetAside)]
    public void What_may_be_done_leads_to_one_state_and_counts(OutcomeState state, string verb, OutcomeState next)
    {
        var outcome = In(state);
        var done = Do(verb, outcome);
        Assert.Equal((next, outcome.Version + 1), (done.State, done.Version));
        Assert.Equal((outcome.Id, outcome.PersonId, outcome.SourceId, outcome.Direction),
            (done.Id, done.PersonId, done.SourceId, done.Direction));
    }

    [Theory]
    [InlineData(OutcomeState.Agreed, "agree", "NOT_PROPOSED")]
    [InlineData(OutcomeState.SetAside, "agree", "NOT_PROPOSED")]
    [InlineData(OutcomeState.SetAside, "revise", "SET_ASIDE")]
    [InlineData(OutcomeState.SetAside, "set aside", "SET_ASIDE")]
    [InlineData(OutcomeState.SetAside, "cannot", "SET_ASIDE")]
    [InlineData(OutcomeState.CannotBeAchieved, "cannot", "CANNOT_BE_ACHIEVED")]
    [InlineData(OutcomeState.CannotBeAchieved, "revise", "CANNOT_BE_ACHIEVED")]
    [InlineData(OutcomeState.CannotBeAchieved, "agree", "NOT_PROPOSED")]
    [InlineData(OutcomeState.Proposed, "take back", "NOT_SAID")]
    [InlineData(OutcomeState.Agreed, "take back", "NOT_SAID")]
    [InlineData(OutcomeState.SetAside, "take back", "NOT_SAID")]
    public void What_may_not_be_done_says_why(OutcomeState state, string verb, string reason)
    {
        var refused = Assert.Throws<Problem>(() => Do(verb, In(state)));
        Assert.Equal((Google.Rpc.Code.FailedPrecondition, reason), (refused.Code, refused.Reason));
    }

    [Fact]
    public void Agreeing_keeps_who_how_and_through_whom_and_leaves_the_words_alone()
    {
        var agreed = Said.Agree(Asked, false);
        Assert.Equivalent(Asked, agreed.Agreement, strict: true);
        Assert.Equal((Said.Statement, Said.Why, Said.RecordedAt), (agreed.Statement, agreed.Why, agreed.RecordedAt));
    }

    [Fact]
    public void A_new_statement_brings_its_own_voice_and_takes_the_agreement_away()
    {
        var team = Guid.NewGuid();
        var revised = Said.Agree(Asked, false).Revise("A bit more.", null, Hers, team, false, Now);
        Assert.Equal(("A bit more.", null, team, Now),
            (revised.Statement, revised.Why, revised.TeamId, revised.RecordedAt));
        Assert.Equivalent(Hers, revised.Voice, strict: true);
        Assert.Null(revised.Agreement);
        Assert.Null(revised.AgreedHow ?? (object?)revised.AgreementWrittenBy);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    public void Once_a_health_body_has_put_words_into_it_the_outcome_is_health_authored(
        bool before, bool now, bool after)
    {
        var said = Said with { HealthAuthored = before };

        Assert.Equal(after, said.Revise("A bit more.", null, Hers, null, now, Now).HealthAuthored);
        Assert.Equal(after, said.Agree(Asked, now).HealthAuthored);
        Assert.Equal(after, said.SetAside("Not now.", now).HealthAuthored);
        Assert.Equal(after, said.SayCannotBeAchieved(Told, now).HealthAuthored);
    }

    [Fact]
    public void Taken_back_that_it_cannot_be_achieved_it_stands_as_agreed_as_it_was()
    {
        var agreed = Said.Agree(Asked, false);
        var said = agreed.SayCannotBeAchieved(Told, false);
        Assert.Equivalent(Told, said.CannotBeAchieved, strict: true);
        Assert.Equal(agreed with { Version = agreed.Version + 2 }, said.TakeBackCannotBeAchieved());
    }

    [Fact]
    public void Setting_aside_keeps_the_words_and_the_agreement_and_says_why()
    {
        var aside = Said.Agree(Asked, false).SetAside("It no longer matters.", false);
        Assert.Equal(("It no longer matters.", Said.Statement), (aside.SetAsideReason, aside.Statement));
        Assert.Equivalent(Asked, aside.Agreement, strict: true);
    }
}
