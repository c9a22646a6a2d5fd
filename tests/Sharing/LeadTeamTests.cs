using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

public sealed class LeadTeamTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 3, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Adult = Guid.NewGuid(), Carers = Guid.NewGuid(), Stoma = Guid.NewGuid();

    private static LeadTeam Of(Guid team, Guid? by) => new()
    {
        TeamId = team,
        ProposedByTeamId = by,
        Issuer = "issuer",
        Subject = "eileen",
        RecordedAt = Now,
    };

    private static LeadTeam Led(Guid team) => Of(team, Adult).Propose(null) with { State = LeadState.Settled };

    private static LeadTeam Chosen(Guid team) => (Of(team, null) with
    {
        SaidBy = Speaker.Person,
        How = ["spoken"],
        WrittenBy = Writer.Practitioner,
    }).Choose();

    [Fact]
    public void The_proposed_team_agrees()
    {
        var agreed = Of(Carers, Adult).Propose(null).Agree(null, Carers, "issuer", "shona", Now);

        Assert.Equal((LeadState.Settled, 2, Carers, Now),
            (agreed.State, agreed.Version, agreed.AgreedByTeamId, agreed.SettledAt));
    }

    [Fact]
    public void Where_a_team_proposes_itself_the_one_that_leads_agrees()
    {
        var proposed = Of(Adult, Adult).Propose(Led(Carers));

        Assert.Equal(Carers, proposed.Agree(Led(Carers), Carers, "issuer", "shona", Now).AgreedByTeamId);
        Refused("NOT_YOURS_TO_AGREE", () => proposed.Agree(Led(Carers), Adult, "issuer", "sandy", Now));
        Refused("NOT_YOURS_TO_AGREE", () => proposed.Agree(Led(Carers), Stoma, "issuer", "fiona", Now));
        Refused("NOT_YOURS_TO_AGREE", () => proposed.Agree(null, Carers, "issuer", "shona", Now));
    }

    [Fact]
    public void Nobody_agrees_what_they_proposed_in_another_team()
    {
        var proposed = Of(Carers, Adult).Propose(null);

        Refused("SECOND_PERSON_NEEDED", () => proposed.Agree(null, Carers, "issuer", "eileen", Now));
        Assert.Equal(LeadState.Settled, proposed.Agree(null, Carers, "another issuer", "eileen", Now).State);
    }

    [Fact]
    public void What_was_overtaken_or_agreed_is_agreed_no_more()
    {
        var proposed = Of(Carers, Adult).Propose(null);

        Refused("NOT_PROPOSED", () => proposed.Overtake().Agree(null, Carers, "issuer", "shona", Now));
        Refused("NOT_PROPOSED", () => proposed.Agree(null, Carers, "issuer", "shona", Now)
            .Agree(null, Carers, "issuer", "shona", Now));
    }

    [Fact]
    public void A_proposal_needs_a_second_team_a_change_and_no_choice_of_the_persons()
    {
        Refused("SECOND_TEAM_NEEDED", () => Of(Adult, Adult).Propose(null));
        Refused("LEADS_ALREADY", () => Of(Carers, Adult).Propose(Led(Carers)));
        Refused("PERSONS_CHOICE", () => Of(Carers, Adult).Propose(Chosen(Stoma)));
        Assert.Equal(LeadState.Proposed, Of(Carers, Adult).Propose(Led(Stoma)).State);
    }

    [Fact]
    public void The_persons_choice_counts_at_once() =>
        Assert.Equal((LeadState.Settled, 1, Now), (Chosen(Stoma).State, Chosen(Stoma).Version, Chosen(Stoma).SettledAt));

    private static void Refused(string reason, Func<LeadTeam> verb) =>
        Assert.Equal(reason, Assert.Throws<Problem>(() => _ = verb()).Reason);
}
