using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// One person with two records.
public sealed partial class DeathTests
{
    [Fact]
    public async Task Told_of_one_of_two_joined_records_it_stands_in_both_and_is_taken_back_in_both()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        await JoinAsync(one, other);

        await DiesAsync(fiona, one);

        Assert.Equal(town.Today, await DiedOnAsync(ruth, other));
        await DiedAsync(ruth.Wishes.RecordWishAsync(Wish(other)));
        await ruth.Person.RecordDeathAsync(
            new() { PersonId = other, DiedOn = town.Today, HowKnown = "It was in the paper." })
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_DIED");
        // By the officer of those who know the other record, and were not told who recorded it.
        var reversed = (await (await town.SignInAsync("craig")).Person.ReverseDeathAsync(
            new() { PersonId = other, Reason = "It was her sister." })).Death;
        await LevelAsync();

        Assert.Equal("Another team recorded it.", reversed.HowKnown);
        Assert.Equal(("", ""), (await DiedOnAsync(fiona, one), await DiedOnAsync(ruth, other)));
        await ruth.Wishes.RecordWishAsync(Wish(other));
        await fiona.Wishes.RecordWishAsync(Wish(one));
    }

    [Fact]
    public async Task Joined_with_who_died_a_record_is_of_who_died_and_parted_it_is_of_somebody_who_lives()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        await DiesAsync(fiona, one);
        Assert.Equal("", await DiedOnAsync(ruth, other));

        var mergeId = await JoinAsync(one, other);

        Assert.Equal(town.Today, await DiedOnAsync(ruth, other));
        await (await town.SignInAsync("craig")).Merges.UnmergeAsync(
            new() { PersonId = other, MergeId = mergeId, Reason = "They are two sisters." });
        Assert.Equal((town.Today, ""), (await DiedOnAsync(fiona, one), await DiedOnAsync(ruth, other)));
        await LevelAsync();
        await ruth.Wishes.RecordWishAsync(Wish(other));
        await DiedAsync(fiona.Wishes.RecordWishAsync(Wish(one)));
    }

    [Fact]
    public async Task Told_of_each_before_they_were_joined_it_is_taken_back_in_both()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        await DiesAsync(fiona, one);
        await DiesAsync(ruth, other);
        await JoinAsync(one, other);
        Assert.Equal(town.Today, await DiedOnAsync(ruth, other));

        await (await town.SignInAsync("craig")).Person.ReverseDeathAsync(
            new() { PersonId = other, Reason = "It was her sister." });

        Assert.Equal(("", ""), (await DiedOnAsync(fiona, one), await DiedOnAsync(ruth, other)));
    }

    [Fact]
    public async Task Parted_again_whoever_recorded_the_death_of_the_one_has_no_say_in_the_others()
    {
        var (fiona, _, one, other) = await TwoAsync();
        await DiesAsync(fiona, one);
        var (douglas, mergeId) = (await town.SignInAsync("douglas"), await JoinAsync(one, other));
        await (await town.SignInAsync("craig")).Merges.UnmergeAsync(
            new() { PersonId = other, MergeId = mergeId, Reason = "They are two sisters." });

        await douglas.Person.ReverseDeathAsync(
            new() { PersonId = other, Reason = "It was her sister." }, await town.NewestAsync()).NotFoundAsync();
    }

    private async Task<(Caller Fiona, Caller Ruth, string One, string Other)> TwoAsync()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        return (fiona, ruth, await town.Setting.RegisterPersonAsync(fiona, "Somebody New"),
            await town.Setting.RegisterPersonAsync(ruth, "Somebody New"));
    }

    private async Task<string> JoinAsync(string one, string other)
    {
        var mergeId = await ProposeAsync(one, other);
        await (await town.SignInAsync("douglas")).Merges.AgreeMergeAsync(new() { PersonId = one, MergeId = mergeId });
        return mergeId;
    }

    private async Task<string> DiedOnAsync(Caller caller, string personId) =>
        (await caller.Person.GetPersonAsync(new() { PersonId = personId }, await town.NewestAsync())).Person.DiedOn;

    private static RecordWishRequest Wish(string personId) => new()
    {
        PersonId = personId,
        Words = "No visits before ten.",
        Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
    };
}
