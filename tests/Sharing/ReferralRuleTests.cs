using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

public sealed class ReferralRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Involvement = Guid.Parse("0199a2c4-0000-4000-8000-000000000001");

    private static readonly string[] Verbs =
        ["accept", "decline", "withdraw", "ask", "answer", "redirect", "complete"];

    // By state, what becomes of it by each verb in the order above: the next state, or the reason of the refusal.
    public static TheoryData<ReferralState, string[]> Life => new()
    {
        {
            ReferralState.Waiting,
            ["Accepted", "Declined", "Withdrawn", "MoreAsked", "MORE_NOT_ASKED", "Redirected", "NOT_ACCEPTED"]
        },
        {
            ReferralState.MoreAsked,
            ["Accepted", "Declined", "Withdrawn", "MORE_ASKED", "Waiting", "Redirected", "NOT_ACCEPTED"]
        },
        {
            ReferralState.Accepted,
            ["NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "Completed"]
        },
        {
            ReferralState.Declined,
            ["NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_ACCEPTED"]
        },
        {
            ReferralState.Withdrawn,
            ["NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_ACCEPTED"]
        },
        {
            ReferralState.Redirected,
            ["NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_ACCEPTED"]
        },
        {
            ReferralState.Completed,
            [
                "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING", "NOT_WAITING",
                "ALREADY_COMPLETED",
            ]
        },
    };

    [Theory, MemberData(nameof(Life))]
    public void Each_verb_leads_from_a_state_to_the_next_or_says_why_not(ReferralState state, string[] answers)
    {
        var earlier = new ReferralTurn { Kind = ReferralTurnKind.MoreAsked, Words = "Who is at home?", Number = 4 };
        var referral = new Referral { Id = Guid.NewGuid(), State = state, Version = 4, Turns = [earlier] };

        Assert.Equal(Verbs.Zip(answers), Verbs.Select(verb => (verb, Answer(referral, verb))));
    }

    [Fact]
    public void The_state_table_names_every_state() =>
        Assert.Equal(Enum.GetValues<ReferralState>().Order(), Life.Select(row => (ReferralState)row[0]).Order());

    [Fact]
    public void An_answer_says_when_and_what_came_of_it()
    {
        var referral = new Referral { State = ReferralState.Waiting, Version = 4 };

        var accepted = referral.Accept(Involvement, Now);
        var declined = referral.Decline("We have no room.", Now);

        Assert.Equal((5, Now, Involvement, null),
            (accepted.Version, accepted.AnsweredAt!.Value, accepted.InvolvementId, accepted.DeclineReason));
        Assert.Equal((5, Now, null, "We have no room."),
            (declined.Version, declined.AnsweredAt!.Value, declined.InvolvementId, declined.DeclineReason));
    }

    [Theory]
    [InlineData("withdraw", true)]
    [InlineData("ask", false)]
    [InlineData("redirect", true)]
    public void Only_what_ends_the_waiting_stops_its_clock(string verb, bool stops)
    {
        var referral = new Referral { State = ReferralState.Waiting, Version = 1, HappenedOn = new(2026, 3, 1) };

        var next = Next(referral, verb);

        Assert.Equal(stops ? 13 : 20, next.WaitingDays(Now.AddDays(7)));
        Assert.Equal((2, 2, "Words"), (next.Version, next.Turns[^1].Number, next.Turns[^1].Words));
    }

    [Fact]
    public void Days_are_counted_by_the_calendar_in_London()
    {
        var referral = new Referral { State = ReferralState.Waiting, HappenedOn = new(2026, 3, 29) };
        // Half past midnight of the 30th in London, where the clocks have gone forward that day.
        var late = new DateTimeOffset(2026, 3, 29, 23, 30, 0, TimeSpan.Zero);

        Assert.Equal((1, 0, 0),
            (referral.WaitingDays(late), referral.WaitingDays(late.AddHours(-1)), referral.WaitingDays(Now)));
    }

    [Fact]
    public void What_is_sent_on_waits_anew_with_what_was_first_said_and_without_what_was_asked_meanwhile()
    {
        var (next, id) = (Guid.NewGuid(), Guid.NewGuid());
        var referral = new Referral
        {
            Id = Guid.NewGuid(),
            State = ReferralState.MoreAsked,
            Version = 2,
            ToTeamId = Guid.NewGuid(),
            TeamId = Guid.NewGuid(),
            Said = "Aye, ask them.",
            HappenedOn = new(2026, 3, 1),
            RecordedAt = Now.AddDays(-2),
            Turns = [new() { Kind = ReferralTurnKind.MoreAsked }],
        };
        var turn = new ReferralTurn
        {
            Kind = ReferralTurnKind.Redirected,
            ToTeamId = next,
            ToReferralId = id,
            RecordedAt = Now,
        };

        var sentOn = referral.SentOn(id, next, turn);

        Assert.Equal(referral with
        {
            Id = id,
            ToTeamId = next,
            State = ReferralState.Waiting,
            Version = 1,
            RecordedAt = Now,
            Turns = sentOn.Turns,
        }, sentOn);
        Assert.Equal(turn with { ReferralId = id, Number = 1, ToReferralId = null }, Assert.Single(sentOn.Turns));
        Assert.Equal(13, sentOn.WaitingDays(Now));
    }

    private static string Answer(Referral referral, string verb)
    {
        try
        {
            return Next(referral, verb).State.ToString();
        }
        catch (Problem refused)
        {
            return refused.Reason;
        }
    }

    private static Referral Next(Referral referral, string verb)
    {
        var turn = new ReferralTurn { Words = "Words", RecordedAt = Now };
        return verb switch
        {
            "accept" => referral.Accept(Involvement, Now),
            "decline" => referral.Decline("We have no room.", Now),
            "withdraw" => referral.Withdraw(turn),
            "ask" => referral.AskForMore(turn),
            "answer" => referral.AnswerForMore(turn),
            "redirect" => referral.Redirect(turn),
            _ => referral.Complete(turn),
        };
    }

    [Fact]
    public void An_involvement_ends_once()
    {
        var ended = new Involvement { Version = 1 }.End("She has moved.", null, Now);

        Assert.Equal((2, Now, "She has moved."), (ended.Version, ended.UntilTime!.Value, ended.EndReason));
        Assert.Equal("NOT_INVOLVED", Assert.Throws<Problem>(() => ended.End("Again.", null, Now)).Reason);
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
