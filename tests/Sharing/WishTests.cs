using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// In a town of its own, since a sign-in is bound once.
public sealed class WishTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task A_wish_in_general_is_for_all_involved_and_hides_nothing()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var said = (await fiona.Wishes.RecordWishAsync(Wish(personId))).Wish;

        Assert.Equal(("Ask me before you pass it on.", true, "", true),
            (said.Words, said.Stands, said.AboutId, said.Voice.IsPersonsVoice));
        Assert.Equal(said, Assert.Single((await ruth.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes));
        Assert.NotEmpty((await ruth.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
        await (await town.SignInAsync("nadia")).Wishes.ListWishesAsync(new() { PersonId = personId }).NotFoundAsync();
    }

    [Fact]
    public async Task A_new_wish_takes_the_place_of_an_earlier_one_that_stays_readable()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var first = (await fiona.Wishes.RecordWishAsync(Wish(personId))).Wish;
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var request = Wish(personId, "Pass on what you like.");
        request.EarlierWishId = first.WishId;
        var second = (await ruth.Wishes.RecordWishAsync(request)).Wish;

        Assert.Equal([(second.WishId, true, first.WishId), (first.WishId, false, "")],
            (await fiona.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes
                .Select(w => (w.WishId, w.Stands, w.EarlierWishId)));
        await fiona.Wishes.RecordWishAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "SAID_ANEW", "earlier_wish_id");
        request.AboutId = ruth.AgencyId;
        await fiona.Wishes.RecordWishAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, "ABOUT_AS_BEFORE", "about_id");
        request = Wish(personId);
        request.EarlierWishId = Guid.NewGuid().ToString();
        await fiona.Wishes.RecordWishAsync(request).NotFoundAsync();
    }

    [Fact]
    public async Task Wishes_that_were_written_down_in_the_wrong_record_take_each_others_place_in_the_right_one()
    {
        var (fiona, ruth, wrong) = await town.SharedAsync();
        var (_, _, right) = await town.SharedAsync();
        var first = (await fiona.Wishes.RecordWishAsync(Wish(wrong))).Wish;
        town.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        var request = Wish(wrong, "Pass on what you like.");
        request.EarlierWishId = first.WishId;
        var second = (await fiona.Wishes.RecordWishAsync(request)).Wish;

        foreach (var wish in new[] { first, second })
        {
            await fiona.Entries("sharing").MoveItemAsync(
                new() { PersonId = wrong, ItemId = wish.WishId, ToPersonId = right });
        }

        var there = (await ruth.Wishes.ListWishesAsync(new() { PersonId = right })).Wishes;
        Assert.Equal([(second.Words, true, second.RecordTime), (first.Words, false, first.RecordTime)],
            there.Select(w => (w.Words, w.Stands, w.RecordTime)));
        Assert.Equal(there[1].WishId, there[0].EarlierWishId);
        Assert.Empty((await ruth.Wishes.ListWishesAsync(new() { PersonId = wrong })).Wishes);
        var referral = Assert.Single(
            (await fiona.Sharing.ListPersonsReferralsAsync(new() { PersonId = right })).Referrals);
        await fiona.Entries("sharing").MoveItemAsync(
            new() { PersonId = right, ItemId = referral.ReferralId, ToPersonId = wrong })
            .RefusedAsync(StatusCode.FailedPrecondition, "OTHERS_WROTE_TOO", "item_id");
    }

    [Fact]
    public async Task A_wish_about_somebody_is_for_the_person_alone()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var iris = await town.Setting.BindAsync(fiona, personId, "iris");
        var request = Wish(personId, "Not the council.");
        request.AboutId = ruth.AgencyId;

        var said = (await fiona.Wishes.RecordWishAsync(request)).Wish;
        Assert.Equal((ruth.AgencyId, "Strathmore Council Social Work"), (said.AboutId, said.AboutName));
        Assert.Empty((await fiona.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes);
        Assert.Empty((await ruth.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes);
        Assert.Equal(said, Assert.Single((await iris.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes));

        // Nobody but the person says it anew, not even whoever wrote it down; nor decides who sees it.
        var anew = Wish(personId);
        anew.EarlierWishId = said.WishId;
        await fiona.Wishes.RecordWishAsync(anew).NotFoundAsync();
        await fiona.Entries("sharing").WithholdItemAsync(
            new() { PersonId = personId, ItemId = said.WishId, WithheldFrom = { ruth.AgencyId } }).NotFoundAsync();
        anew.Voice = null;
        Assert.Equal(ruth.AgencyId, (await iris.Wishes.RecordWishAsync(anew)).Wish.AboutId);
    }

    [Fact]
    public async Task Nobodys_own_words_are_the_persons_wish()
    {
        var (fiona, _, personId) = await town.SharedAsync();
        var request = Wish(personId);

        request.Voice.SaidBy = Speaker.Practitioner;
        await fiona.Wishes.RecordWishAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice.said_by");
        request.Voice.SaidBy = Speaker.Family;
        request.Voice.SaidByName = "his wife Ann";
        Assert.False((await fiona.Wishes.RecordWishAsync(request)).Wish.Voice.IsPersonsVoice);
        request.AboutId = Guid.NewGuid().ToString();
        await fiona.Wishes.RecordWishAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "NO_SUCH_AGENCY", "about_id");
        Assert.Single((await fiona.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes);
    }

    [Fact]
    public async Task A_withheld_wish_is_withheld_with_what_takes_its_place()
    {
        var (fiona, ruth, personId) = await town.SharedAsync();
        var request = Wish(personId);
        request.WithheldFrom.Add(ruth.AgencyId);
        var first = (await fiona.Wishes.RecordWishAsync(request)).Wish;
        var anew = Wish(personId, "Pass on nothing.");
        anew.EarlierWishId = first.WishId;
        await ruth.Wishes.RecordWishAsync(anew).NotFoundAsync();
        await fiona.Wishes.RecordWishAsync(anew);

        Assert.Empty((await ruth.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes);
        Assert.Equal(2, (await fiona.Wishes.ListWishesAsync(new() { PersonId = personId })).Wishes.Count);
    }

    private static RecordWishRequest Wish(string personId, string words = "Ask me before you pass it on.") => new()
    {
        PersonId = personId,
        Words = words,
        Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
    };
}
