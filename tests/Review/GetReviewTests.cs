using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

[Collection(nameof(Together))]
public sealed class GetReviewTests(Neighbours neighbours)
{
    [Fact]
    public async Task R40_What_the_conversation_changed_is_for_those_who_took_part_and_the_progress_for_all_involved()
    {
        var personId = await neighbours.SharedAsync();
        var request = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Fiona, personId));
        request.WhatTheConversationChanged = new() { Words = "I can see the way now.", Voice = Valid.Spoken() };
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(request)).Review;

        var read = (await neighbours.Ruth.Review.GetReviewAsync(
            new() { PersonId = personId, ReviewId = told.ReviewId })).Review;

        Assert.Equal("I can see the way now.", told.WhatTheConversationChanged.Words);
        Assert.Null(read.WhatTheConversationChanged);
        Assert.Equal(told.Outcomes, read.Outcomes);
        told.WhatTheConversationChanged = null;
        Assert.Equal(told, read);
    }

    [Fact]
    public async Task Both_teams_that_took_part_read_what_it_changed()
    {
        var personId = await neighbours.SharedAsync();
        var request = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Fiona, personId));
        request.WhatTheConversationChanged = new() { Words = "I can see the way now.", Voice = Valid.Spoken() };
        request.TeamIds.Add(neighbours.SocialWork);
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(request)).Review;

        var read = await neighbours.Ruth.Review.GetReviewAsync(new() { PersonId = personId, ReviewId = told.ReviewId });

        Assert.Equal(told, read.Review);
    }

    [Fact]
    public async Task A_team_whose_involvement_is_a_secret_is_not_named_among_those_who_took_part()
    {
        var personId = await neighbours.SharedAsync();
        var request = Valid.Review(personId, await Valid.OutcomeAsync(neighbours.Fiona, personId));
        request.TeamIds.Add(neighbours.SocialWork);
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(request)).Review;
        var involved = (await neighbours.Ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements;

        await neighbours.Ruth.Protection.MakePrivateAsync(new()
        {
            PersonId = personId,
            InvolvementId = involved.Single(i => i.Team.TeamId == neighbours.SocialWork).InvolvementId,
            Reason = "Her son asks at every door.",
        });

        var asked = new GetReviewRequest { PersonId = personId, ReviewId = told.ReviewId };
        Assert.Equal([neighbours.StomaCare],
            (await neighbours.Fiona.Review.GetReviewAsync(asked, Neighbours.Newest)).Review.TeamIds);
        Assert.Equal(told.TeamIds, (await neighbours.Ruth.Review.GetReviewAsync(asked)).Review.TeamIds);
    }

    [Fact]
    public async Task What_hangs_on_a_withheld_outcome_is_not_there()
    {
        var personId = await neighbours.SharedAsync();
        var hidden = await Valid.OutcomeAsync(neighbours.Fiona, personId, neighbours.Ruth.AgencyId);
        var shown = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(Valid.Review(personId, hidden, shown))).Review;

        var read = await neighbours.Ruth.Review.GetReviewAsync(new() { PersonId = personId, ReviewId = told.ReviewId });

        Assert.Equal([shown], read.Review.Outcomes.Select(o => o.OutcomeId));
        await neighbours.Ruth.Review.ListProgressAsync(new() { PersonId = personId, OutcomeId = hidden })
            .NotFoundAsync();
    }

    [Fact]
    public async Task A_withheld_review_is_not_found_and_its_progress_is_in_no_list()
    {
        var personId = await neighbours.SharedAsync();
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        var request = Valid.Review(personId, outcomeId);
        request.WithheldFrom.Add(neighbours.SocialWork);
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(request)).Review;

        await neighbours.Ruth.Review.GetReviewAsync(new() { PersonId = personId, ReviewId = told.ReviewId })
            .NotFoundAsync();
        Assert.Empty((await neighbours.Ruth.Review.ListReviewsAsync(new() { PersonId = personId })).Reviews);
        Assert.Empty((await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = outcomeId })).Progress);
    }

    [Fact]
    public async Task A_stranger_is_told_not_found()
    {
        var personId = await neighbours.RegisterAsync();
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(Valid.Review(personId, outcomeId))).Review;
        var nadia = neighbours.Nadia.Review;

        await nadia.GetReviewAsync(new() { PersonId = personId, ReviewId = told.ReviewId }).NotFoundAsync();
        await nadia.ListReviewsAsync(new() { PersonId = personId }).NotFoundAsync();
        await nadia.ListProgressAsync(new() { PersonId = personId, OutcomeId = outcomeId }).NotFoundAsync();
    }
}
