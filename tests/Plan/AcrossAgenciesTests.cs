using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

/// <summary>What one agency hears and another takes up.</summary>
[Collection(nameof(Together))]
public sealed class AcrossAgenciesTests(Neighbours neighbours)
{
    private const string Money = "£22 a week is what is left, and the bairn eats first.";

    [Fact]
    public async Task R13_A_visit_about_a_stoma_raises_an_outcome_that_another_agency_takes_up_and_both_follow_it_up()
    {
        var personId = await neighbours.RegisterAsync();
        var visit = await neighbours.Fiona.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = neighbours.Today,
            WhatWasSaid = "The stoma leaks on the days without a meal.",
            Views = { new NewView { WhatMatters = Money, Voice = Heard(), Topic = "money" } },
        });
        var raised = Valid.Outcome(personId);
        (raised.Statement, raised.SourceId) = (Money, visit.Views[0].ViewId);
        var outcome = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(raised)).Outcome;
        await neighbours.Ruth.Plan.GetPlanAsync(new() { PersonId = personId }).NotFoundAsync();

        var referred = await neighbours.Fiona.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = neighbours.SocialWork,
            ReasonWhatMatters = Money,
            HappenedOn = neighbours.Today,
            WithThePersonsSay = new()
            {
                Voice = new() { SaidBy = Sharing.V1.Speaker.Person, How = { "spoken" } },
                Said = "Aye, ask them.",
            },
        });
        await neighbours.Ruth.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = referred.Referral.ReferralId,
            Practitioners = { new Practitioner { Role = "social worker", Offer = "works on the money with him" } },
        });
        neighbours.Later();
        // The same day, together.
        var joint = (await neighbours.Ruth.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = neighbours.Today,
            WhatWasSaid = "One visit, one kettle: the skin and the letters.",
            TeamIds = { neighbours.StomaCare },
        })).Conversation;
        var step = Valid.Step(personId, outcome.OutcomeId);
        (step.Party, step.Who, step.What) = (V1.Party.Team, "Ruth, social worker", "Asks for the crisis grant.");
        var taken = (await neighbours.Ruth.Plan.AddStepAsync(step)).Step;

        foreach (var caller in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            var plan = await caller.PlanAsync(personId);
            var shown = Assert.Single(plan.Outcomes);
            Assert.Equal((Money, visit.Views[0].ViewId), (shown.Statement, shown.SourceId));
            var todo = Assert.Single(plan.Steps);
            Assert.Equal((taken.StepId, neighbours.SocialWork, visit.Views[0].ViewId),
                (todo.StepId, todo.TeamId, todo.SourceId));
            Assert.Equal(joint, (await caller.Conversation.GetConversationAsync(
                new() { PersonId = personId, ConversationId = joint.ConversationId })).Conversation);
        }
        Assert.Equal((neighbours.Today, neighbours.Today), (visit.Conversation.HappenedOn, joint.HappenedOn));
    }

    [Fact]
    public async Task R19_What_matters_to_family_stands_beside_what_matters_to_the_person_and_never_as_theirs()
    {
        var personId = await neighbours.SharedAsync();
        var told = await neighbours.Fiona.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = neighbours.Today,
            WhatWasSaid = "They spoke in turn.",
            Views =
            {
                new NewView { WhatMatters = Money, Voice = Heard(), Topic = "money" },
                new NewView
                {
                    WhatMatters = "That he sleeps through, and I do.",
                    Voice = Heard(Conversations.V1.Speaker.Family, "his wife Ann"),
                    Topic = "money",
                },
            },
        });
        var hers = Valid.Outcome(personId);
        (hers.Statement, hers.SourceId) = ("That we both sleep.", told.Views[1].ViewId);
        hers.Voice = Valid.Spoken(Plans.V1.Speaker.Family, "his wife Ann");
        await neighbours.Fiona.Plan.ProposeOutcomeAsync(hers);

        var topic = Assert.Single((await neighbours.Ruth.Conversation.GetExchangeMapAsync(
            new() { PersonId = personId })).Topics);
        Assert.Equal([(Conversations.V1.Holder.Person, Money),
            (Conversations.V1.Holder.FamilyOrCarers, "That he sleeps through, and I do.")],
            topic.Holders.Select(h => (h.Holder, Assert.Single(h.Views).View.WhatMatters)));
        var outcome = Assert.Single((await neighbours.Ruth.PlanAsync(personId)).Outcomes);
        Assert.Equal(("That we both sleep.", "his wife Ann", false, told.Views[1].ViewId),
            (outcome.Statement, outcome.Voice.SaidByName, outcome.Voice.IsPersonsVoice, outcome.SourceId));
    }

    [Fact]
    public async Task R48_A_brief_note_a_support_plan_and_a_case_record_are_sources_alike()
    {
        var personId = await neighbours.SharedAsync();
        var plan = string.Concat(Enumerable.Repeat("Mon: up at nine, and the wee one to nursery. ", 220))[..9_900];
        var note = (await neighbours.Fiona.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-03-02",
            WhatWasSaid = "Tired. Money again.",
        })).Conversation;
        var support = (await neighbours.Fiona.Conversation.RecordConversationAsync(new()
        {
            PersonId = personId,
            HappenedOn = "2026-03-02",
            Kind = ConversationKind.Conversation,
            WhatWasSaid = plan,
        })).Conversation;
        var records = (await neighbours.Fiona.Conversation.RecordViewAsync(new()
        {
            PersonId = personId,
            WhatMatters = "Case record of 2024: he always wanted the Saturday job back.",
            Voice = new() { SaidBy = Conversations.V1.Speaker.Person, How = { "past_records" } },
        })).View;

        Assert.Equal((ConversationKind.Note, plan), (note.Kind, support.WhatWasSaid));
        // What comes from a record is not the person's own voice.
        Assert.False(records.Voice.IsPersonsVoice);
        foreach (var source in new[] { note.ConversationId, support.ConversationId, records.ViewId })
        {
            var outcome = Valid.Outcome(personId);
            outcome.SourceId = source;
            var proposed = (await neighbours.Fiona.Plan.ProposeOutcomeAsync(outcome)).Outcome;
            var read = await neighbours.Fiona.ReadAsync(proposed);
            Assert.Equal(source, read.Outcome.SourceId);
        }
    }

    private static Conversations.V1.Voice Heard(
        Conversations.V1.Speaker by = Conversations.V1.Speaker.Person, string name = "") =>
        new() { SaidBy = by, SaidByName = name, How = { "spoken" } };
}
