using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

public sealed class ReferralRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Involvement = Guid.Parse("0199a2c4-0000-4000-8000-000000000001");

    [Theory]
    [InlineData(ReferralState.Waiting, "accept", ReferralState.Accepted)]
    [InlineData(ReferralState.Waiting, "decline", ReferralState.Declined)]
    [InlineData(ReferralState.Accepted, "accept", null)]
    [InlineData(ReferralState.Accepted, "decline", null)]
    [InlineData(ReferralState.Declined, "accept", null)]
    [InlineData(ReferralState.Declined, "decline", null)]
    public void A_referral_is_answered_once(ReferralState state, string verb, ReferralState? next)
    {
        var referral = new Referral { State = state, Version = 4 };
        Referral Answer() =>
            verb == "accept" ? referral.Accept(Involvement, Now) : referral.Decline("We have no room.", Now);

        if (next is null)
        {
            Assert.Equal("NOT_WAITING", Assert.Throws<Problem>(Answer).Reason);
            return;
        }
        var answered = Answer();
        Assert.Equal(next, answered.State);
        Assert.Equal((5, Now), (answered.Version, answered.AnsweredAt!.Value));
        Assert.Equal(verb == "accept" ? Involvement : null, answered.InvolvementId);
        Assert.Equal(verb == "accept" ? null : "We have no room.", answered.DeclineReason);
    }

    [Fact]
    public void The_state_table_names_every_state() =>
        Assert.Equal([ReferralState.Waiting, ReferralState.Accepted, ReferralState.Declined],
            Enum.GetValues<ReferralState>());

    [Fact]
    public void An_involvement_ends_once()
    {
        var ended = new Involvement { Version = 1 }.End("She has moved.", Now);

        Assert.Equal((2, Now, "She has moved."), (ended.Version, ended.UntilTime!.Value, ended.EndReason));
        Assert.Equal("NOT_INVOLVED", Assert.Throws<Problem>(() => ended.End("Again.", Now)).Reason);
    }

    [Fact]
    public void Only_the_opening_team_or_the_person_closes_an_opening()
    {
        var (own, other) = (Guid.NewGuid(), Guid.NewGuid());
        var byTeam = new Opening { TeamId = own, Version = 1 };
        var byPerson = new Opening { TeamId = null, Version = 1 };

        Assert.Equal(Now, byTeam.Close(own, Now).ClosedAt);
        Assert.Equal(Now, byTeam.Close(null, Now).ClosedAt);
        Assert.Equal(Now, byPerson.Close(null, Now).ClosedAt);
        Assert.Equal("NOT_YOUR_OPENING", Assert.Throws<Problem>(() => byTeam.Close(other, Now)).Reason);
        Assert.Equal("NOT_YOUR_OPENING", Assert.Throws<Problem>(() => byPerson.Close(own, Now)).Reason);
        Assert.Equal("ALREADY_CLOSED", Assert.Throws<Problem>(() => byTeam.Close(own, Now).Close(own, Now)).Reason);
    }

    [Theory]
    [InlineData("abcd-efgh-1234-5678-90ab")]
    [InlineData("ABCDEFGH1234567890AB")]
    [InlineData(" abcd efgh 1234 5678 90ab ")]
    public void A_code_may_be_typed_as_it_comes(string typed) =>
        Assert.Equal(LoginCode.Hash(LoginCode.Printed("abcdefgh1234567890ab-and-more")), LoginCode.Hash(typed));
}
