using Grpc.Core;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>A scale of one record, with its points in words.</summary>
[Collection(nameof(Together))]
public sealed class ScaleTests(Neighbours neighbours)
{
    private static readonly string[] Mornings = ["Stayed in bed", "Up by noon", "Up and out"];

    [Fact]
    public async Task R57_A_rating_is_read_in_the_words_of_its_day_from_the_first_review_to_the_second()
    {
        var personId = await neighbours.SharedAsync();
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        // Whoever wrote it down, it is the record's: another agency rates on it.
        var mornings = (await neighbours.Ruth.Scales.AddScaleAsync(Scale(personId, "My mornings", Mornings))).Scale;
        var first = Rated(personId, outcomeId, mornings, 2);
        first.HappenedOn = "2026-03-01";
        await neighbours.Fiona.Review.RecordReviewAsync(first);
        neighbours.Later();
        var anew = (await neighbours.Fiona.Scales.ReviseScaleAsync(new()
        {
            PersonId = personId,
            ScaleId = mornings.ScaleId,
            Name = "My mornings and me",
            Points = { "Not out of bed", "Up", "Dressed", "Out with the dog" },
            Voice = Valid.Spoken(),
        })).Scale;
        neighbours.Later();
        await neighbours.Fiona.Review.RecordReviewAsync(Rated(personId, outcomeId, anew, 4));

        var progress = (await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = personId, OutcomeId = outcomeId })).Progress;

        Assert.Equal(
            [("My mornings and me", "Out with the dog", 4, 4), ("My mornings", "Up by noon", 2, 3)],
            progress.Select(p => p.Rating.OnScale).Select(s => (s.Name, s.Words, s.Point, s.Points)));
        Assert.All(progress, p => Assert.Equal(
            (mornings.ScaleId, V1.RatingValue.Unspecified, true, "The backdated money came through."),
            (p.Rating.OnScale.ScaleId, p.Rating.Value, p.Rating.Rater.IsPersonsVoice, p.Story.Words)));
        Assert.Equal(anew, Assert.Single((await neighbours.Ruth.Scales.ListScalesAsync(
            new() { PersonId = personId })).Scales));
    }

    [Fact]
    public async Task The_person_adds_a_scale_by_their_own_sign_in_and_rates_on_it()
    {
        var personId = await neighbours.CallumsAsync();
        var outcomeId = await Valid.OutcomeAsync(neighbours.Callum, personId);
        var mine = Scale(personId, "Sleep", "Awake", "Asleep");
        mine.Voice = null;
        var scale = (await neighbours.Callum.Scales.AddScaleAsync(mine)).Scale;
        var request = Rated(personId, outcomeId, scale, 1);
        (request.Outcomes[0].Story.Voice, request.Outcomes[0].Rating.Rater) = (null, null);

        var told = (await neighbours.Callum.Review.RecordReviewAsync(request)).Review;

        Assert.Equal((true, V1.Writer.Person), (scale.Voice.IsPersonsVoice, scale.Voice.WrittenBy));
        Assert.Equal("Awake", told.Outcomes[0].Rating.OnScale.Words);
        Assert.Contains(scale, (await neighbours.Ruth.Scales.ListScalesAsync(new() { PersonId = personId })).Scales);
    }

    public static TheoryData<string, string, Action<AddScaleRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "name", r => r.Name = " " },
        { "TOO_FEW", "points", r => r.Points.RemoveAt(1) },
        { "TOO_MANY", "points", r => r.Points.Add(Enumerable.Range(1, 9).Select(n => $"Point {n}")) },
        { "POINT_TWICE", "points", r => r.Points.Add("AWAKE") },
        { "WORDS_MISSING", "points", r => r.Points.Add("") },
        { "WORDS_TOO_LONG", "points", r => r.Points.Add(new string('a', 201)) },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_of_a_scale_is_named(string reason, string field, Action<AddScaleRequest> change)
    {
        var personId = await neighbours.RegisterAsync();
        var request = Scale(personId, "Sleep", "Awake", "Asleep");
        change(request);

        await neighbours.Fiona.Scales.AddScaleAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.Scales.ListScalesAsync(new() { PersonId = personId })).Scales);
    }

    public static TheoryData<string, string, Action<OutcomeLookedAt>> WrongRatings => new()
    {
        { "RATING_WITHOUT_STORY", "outcomes[0].story", o => o.Story = null },
        { "RATED_TWICE", "outcomes[0].rating.on_scale", o => o.Rating.Value = V1.RatingValue.Partly },
        { "CODE_MISSING", "outcomes[0].rating.value", o => o.Rating.OnScale = null },
        { "CODE_MISSING", "outcomes[0].rating.on_scale.point", o => o.Rating.OnScale.Point = 0 },
        { "NO_SUCH_POINT", "outcomes[0].rating.on_scale.point", o => o.Rating.OnScale.Point = 4 },
        { "ID_MISSING", "outcomes[0].rating.on_scale.version_id", o => o.Rating.OnScale.VersionId = "" },
    };

    [Theory]
    [MemberData(nameof(WrongRatings))]
    public async Task A_rating_is_on_one_scale_at_a_point_of_it_and_has_its_story(
        string reason, string field, Action<OutcomeLookedAt> change)
    {
        var personId = await neighbours.RegisterAsync();
        var scale = (await neighbours.Fiona.Scales.AddScaleAsync(Scale(personId, "My mornings", Mornings))).Scale;
        var request = Rated(personId, await Valid.OutcomeAsync(neighbours.Fiona, personId), scale, 1);
        change(request.Outcomes[0]);

        await neighbours.Fiona.Review.RecordReviewAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Empty((await neighbours.Fiona.Review.ListReviewsAsync(new() { PersonId = personId })).Reviews);
    }

    [Fact]
    public async Task Where_a_scale_is_withheld_the_story_is_read_without_the_rating_and_nobody_rates_on_it()
    {
        var (personId, other) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, personId);
        var hidden = Scale(personId, "My mornings", Mornings);
        hidden.WithheldFrom.Add(neighbours.SocialWork);
        var scale = (await neighbours.Fiona.Scales.AddScaleAsync(hidden)).Scale;
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(Rated(personId, outcomeId, scale, 3))).Review;
        var another = (await neighbours.Fiona.Scales.AddScaleAsync(Scale(other, "Sleep", "Awake", "Asleep"))).Scale;

        var read = (await neighbours.Ruth.Review.GetReviewAsync(
            new() { PersonId = personId, ReviewId = told.ReviewId })).Review;

        Assert.Equal(told.Outcomes[0].Story, read.Outcomes[0].Story);
        Assert.Null(read.Outcomes[0].Rating);
        Assert.Empty((await neighbours.Ruth.Scales.ListScalesAsync(new() { PersonId = personId })).Scales);
        foreach (var versionId in new[] { scale.VersionId, another.VersionId, Guid.NewGuid().ToString() })
        {
            scale.VersionId = versionId;
            await neighbours.Ruth.Review.RecordReviewAsync(Rated(personId, outcomeId, scale, 1)).RefusedAsync(
                StatusCode.FailedPrecondition, "SCALE_NOT_THEIRS", "outcomes[0].rating.on_scale.version_id");
        }
        foreach (var scaleId in new[] { scale.ScaleId, another.ScaleId, Guid.NewGuid().ToString() })
        {
            await neighbours.Ruth.Scales.ReviseScaleAsync(Revised(personId, scaleId)).NotFoundAsync();
        }
    }

    [Fact]
    public async Task A_version_that_is_withheld_leaves_the_earlier_one_and_nothing_tells_of_it()
    {
        var personId = await neighbours.SharedAsync();
        var scale = (await neighbours.Fiona.Scales.AddScaleAsync(Scale(personId, "My mornings", Mornings))).Scale;
        neighbours.Later();
        var revised = Revised(personId, scale.ScaleId);
        revised.WithheldFrom.Add(neighbours.SocialWork);

        var anew = (await neighbours.Fiona.Scales.ReviseScaleAsync(revised)).Scale;

        var asked = new ListScalesRequest { PersonId = personId };
        Assert.Equal(scale, Assert.Single((await neighbours.Ruth.Scales.ListScalesAsync(asked)).Scales));
        Assert.Equal(anew, Assert.Single((await neighbours.Fiona.Scales.ListScalesAsync(asked)).Scales));
    }

    [Fact]
    public async Task The_same_request_is_done_once()
    {
        var personId = await neighbours.RegisterAsync();
        var add = Scale(personId, "My mornings", Mornings);
        var id = new Metadata { { "po-request-id", Guid.NewGuid().ToString() } };
        var scale = await neighbours.Fiona.Scales.AddScaleAsync(add, id);
        neighbours.Later();
        var revise = Revised(personId, scale.Scale.ScaleId);
        var anew = await neighbours.Fiona.Scales.ReviseScaleAsync(revise, id);

        Assert.Equal(scale, await neighbours.Fiona.Scales.AddScaleAsync(add, id));
        Assert.Equal(anew, await neighbours.Fiona.Scales.ReviseScaleAsync(revise, id));
        Assert.Equal(["ScaleAdded", "ScaleRevised"], await neighbours.JournalAsync("review", personId));
        add.Name = "Other mornings";
        await neighbours.Fiona.Scales.AddScaleAsync(add, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");
    }

    [Fact]
    public async Task Scales_are_read_by_name_page_by_page_and_a_stranger_finds_nobody()
    {
        var personId = await neighbours.RegisterAsync();
        foreach (var name in new[] { "Sleep", "Mornings", "Walking" })
        {
            await neighbours.Fiona.Scales.AddScaleAsync(Scale(personId, name, Mornings));
        }

        var first = await neighbours.Fiona.Scales.ListScalesAsync(new() { PersonId = personId, PageSize = 2 });
        var second = await neighbours.Fiona.Scales.ListScalesAsync(
            new() { PersonId = personId, PageSize = 2, PageToken = first.NextPageToken });

        Assert.Equal(["Mornings", "Sleep", "Walking"], first.Scales.Concat(second.Scales).Select(s => s.Name));
        Assert.Equal("", second.NextPageToken);
        await neighbours.Nadia.Scales.ListScalesAsync(new() { PersonId = personId }).NotFoundAsync();
        await neighbours.Nadia.Scales.AddScaleAsync(Scale(personId, "Sleep", Mornings)).NotFoundAsync();
    }

    [Fact]
    public async Task For_somebody_who_died_no_scale_is_made_and_none_is_said_anew()
    {
        var personId = await neighbours.SharedAsync();
        var scale = (await neighbours.Fiona.Scales.AddScaleAsync(Scale(personId, "My mornings", Mornings))).Scale;
        await neighbours.DiesAsync(personId, "review");

        await neighbours.Fiona.Scales.AddScaleAsync(Scale(personId, "Sleep", Mornings))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        await neighbours.Fiona.Scales.ReviseScaleAsync(Revised(personId, scale.ScaleId))
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_DIED", "person_id");
        Assert.Equal(scale, Assert.Single((await neighbours.Ruth.Scales.ListScalesAsync(
            new() { PersonId = personId })).Scales));
    }

    [Fact]
    public async Task A_review_that_was_rated_on_a_scale_is_moved_once_the_scale_has_been_with_all_its_versions()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var outcomeId = await Valid.OutcomeAsync(neighbours.Fiona, wrong);
        var scale = (await neighbours.Fiona.Scales.AddScaleAsync(Scale(wrong, "My mornings", Mornings))).Scale;
        neighbours.Later();
        var anew = (await neighbours.Fiona.Scales.ReviseScaleAsync(Revised(wrong, scale.ScaleId))).Scale;
        var told = (await neighbours.Fiona.Review.RecordReviewAsync(Rated(wrong, outcomeId, scale, 2))).Review;
        var outcome = await neighbours.Fiona.Entries("plan").MoveItemAsync(Move(outcomeId));

        await neighbours.Fiona.Entries("review").MoveItemAsync(Move(told.ReviewId))
            .RefusedAsync(StatusCode.FailedPrecondition, "SCALE_NOT_THEIRS", "item_id");
        // A later version goes with the scale and not before it.
        await neighbours.Fiona.Entries("review").MoveItemAsync(Move(anew.VersionId))
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_MOVED", "item_id");
        await neighbours.Fiona.Entries("review").MoveItemAsync(Move(scale.ScaleId));
        await neighbours.Fiona.Entries("review").MoveItemAsync(Move(told.ReviewId));

        var there = Assert.Single((await neighbours.Ruth.Scales.ListScalesAsync(new() { PersonId = right })).Scales);
        Assert.Equal((anew.Name, anew.Points), (there.Name, there.Points));
        var rating = Assert.Single((await neighbours.Ruth.Review.ListProgressAsync(
            new() { PersonId = right, OutcomeId = outcome.ItemId })).Progress).Rating.OnScale;
        Assert.Equal((there.ScaleId, "Up by noon", 3), (rating.ScaleId, rating.Words, rating.Points));
        Assert.Empty((await neighbours.Ruth.Scales.ListScalesAsync(new() { PersonId = wrong })).Scales);

        Access.V1.MoveItemRequest Move(string itemId) =>
            new() { PersonId = wrong, ItemId = itemId, ToPersonId = right };
    }

    [Fact]
    public async Task A_scale_made_by_mistake_is_gone_with_all_its_versions()
    {
        var personId = await neighbours.SharedAsync();
        var scale = (await neighbours.Fiona.Scales.AddScaleAsync(Scale(personId, "My mornings", Mornings))).Scale;
        neighbours.Later();
        await neighbours.Fiona.Scales.ReviseScaleAsync(Revised(personId, scale.ScaleId));

        await neighbours.Fiona.Entries("review").EnterInErrorAsync(new()
        {
            PersonId = personId,
            ItemId = scale.ScaleId,
            Reason = Access.V1.MistakeReason.WrongRecord,
        });

        Assert.Empty((await neighbours.Fiona.Scales.ListScalesAsync(new() { PersonId = personId })).Scales);
    }

    private static AddScaleRequest Scale(string personId, string name, params string[] points) =>
        new() { PersonId = personId, Name = name, Points = { points }, Voice = Valid.Spoken() };

    private static ReviseScaleRequest Revised(string personId, string scaleId) => new()
    {
        PersonId = personId,
        ScaleId = scaleId,
        Name = "My mornings",
        Points = { "In bed", "Up" },
        Voice = Valid.Spoken(),
    };

    private static RecordReviewRequest Rated(string personId, string outcomeId, V1.Scale scale, int point)
    {
        var request = Valid.Review(personId, outcomeId);
        request.Outcomes[0].Rating = new()
        {
            OnScale = new() { VersionId = scale.VersionId, Point = point },
            Rater = Valid.Spoken(),
        };
        return request;
    }
}
