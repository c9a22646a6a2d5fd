using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Gateway;

public sealed class SentencesTests
{
    private static readonly Names Known = Names.Of(
    [
        new() { TeamId = "t1", Name = "Stoma care team", AgencyId = "a1", AgencyName = "Lochside Health Board" },
        new() { TeamId = "t2", Name = "{time} {did}", AgencyId = "a2", AgencyName = "{day}" },
    ]);

    [Theory]
    [InlineData("2026-05-03T13:05:59.000000Z", "On 3 May 2026 at 14:05, ")]
    [InlineData("2026-12-31T23:59:59.999999Z", "On 31 December 2026 at 23:59, ")]
    [InlineData("2026-07-31T23:30:00.000000Z", "On 1 August 2026 at 00:30, ")]
    public void The_day_and_the_time_are_those_of_Scotland(string at, string said)
    {
        var entry = Looked("practitioner", "t1", "a1");
        entry.RecordTime = at;

        Assert.StartsWith(said, Sentences.Of(entry, Known));
    }

    [Theory]
    [InlineData("practitioner", "t1", "a1", "Stoma care team (Lochside Health Board)")]
    [InlineData("team_lead", "t1", "a1", "Stoma care team (Lochside Health Board)")]
    [InlineData("system", "t1", "a1", "the computer of Stoma care team (Lochside Health Board)")]
    [InlineData("practitioner", "", "a1", "someone who works at Lochside Health Board")]
    [InlineData("practitioner", "t9", "a1", "a team we have no name for")]
    [InlineData("practitioner", "", "a9", "a team we have no name for")]
    [InlineData("practitioner", "t2", "a2", "{time} {did} ({day})")]
    public void Staff_are_told_by_their_team_and_with_what_it_was_for(
        string role, string team, string agency, string who)
    {
        Assert.Equal($"On 3 May 2026 at 14:05, {who} looked at your plan. It was to support you.",
            Sentences.Of(Looked(role, team, agency), Known));
    }

    [Theory]
    [InlineData("person", "", "On 3 May 2026 at 14:05, you looked at your plan.")]
    [InlineData("representative", "", "On 3 May 2026 at 14:05, someone who acts for you looked at your plan.")]
    [InlineData("privacy_officer", "a1", "On 3 May 2026 at 14:05, the privacy officer at Lochside Health Board looked "
        + "at your plan. It is their job to check.")]
    public void The_person_is_you_and_an_officer_is_one(string role, string agency, string said)
    {
        Assert.Equal(said, Sentences.Of(Looked(role, "", agency), Known));
    }

    [Theory]
    [InlineData("support", "It was to support you.")]
    [InlineData("referral", "It was to ask a team to help you.")]
    [InlineData("adult_protection", "It was to keep you safe from harm.")]
    [InlineData("emergency", "It was in an emergency.")]
    [InlineData("subject_access", "It was to show you what we hold on you.")]
    [InlineData("correction", "It was to put something right.")]
    [InlineData("learning", "It was to learn how to help people more.")]
    public void Each_purpose_has_its_words(string purpose, string said)
    {
        var entry = Looked("practitioner", "t1", "a1");
        entry.Purpose = purpose;

        Assert.EndsWith($" looked at your plan. {said}", Sentences.Of(entry, Known));
    }

    [Fact]
    public void A_repeat_is_not_told_as_a_second_doing()
    {
        var entry = Looked("person", "", "");
        entry.Rpc = "/personal_outcomes.plan.v1.PlanService/AddStep";

        Assert.EndsWith("you sent the same thing once more. It was not done twice.", Sentences.Of(entry, Known));
        entry.Wrote = true;
        Assert.EndsWith("you added a step to your plan.", Sentences.Of(entry, Known));
    }

    [Fact]
    public void What_a_service_does_by_itself_has_a_sentence_without_a_purpose()
    {
        var entry = Looked("service", "", "");
        (entry.Rpc, entry.Wrote) = ("copy:person", true);

        Assert.Equal("On 3 May 2026 at 14:05, who can see your record was changed.",
            Sentences.Of(entry, Known));
    }

    [Fact]
    public void What_is_newer_than_the_gateway_is_still_told()
    {
        var entry = Looked("person", "", "");
        entry.Rpc = "/personal_outcomes.plan.v1.PlanService/SingASong";

        Assert.EndsWith("you looked at your record.", Sentences.Of(entry, Known));
        entry.Wrote = true;
        Assert.EndsWith("you wrote in your record.", Sentences.Of(entry, Known));
    }

    private static Entry Looked(string role, string team, string agency) => new()
    {
        RecordTime = "2026-05-03T13:05:00.000000Z",
        Rpc = "/personal_outcomes.plan.v1.PlanService/GetPlan",
        Role = role,
        Purpose = "support",
        TeamId = team,
        AgencyId = agency,
    };
}
