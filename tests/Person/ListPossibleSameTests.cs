using Grpc.Core;
using PersonalOutcomes.People.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class ListPossibleSameTests(Street street)
{
    [Fact]
    public async Task Privacy_officers_of_the_agencies_concerned_read_a_pair_and_no_other_does()
    {
        var name = Street.Unique("Oighrig");
        var first = await street.RegisterAsync(r => (r.FullName, r.BirthDate) = (name, "1970-02-03"));
        var request = street.Valid(street.Fiona);
        (request.FullName, request.BirthDate) = (name, "1970-02-03");
        var second = (await street.Fiona.Person.RegisterPersonAsync(request)).Person.PersonId;

        Assert.Equal((first, "same_name same_birth_date same_postcode"), await PairAsync("craig", second));
        Assert.Equal((first, "same_name same_birth_date same_postcode"), await PairAsync("douglas", second));
        Assert.Null(await PairAsync("neil", second));
        Assert.All(new[] { first, second }, p =>
            Assert.Equal(2, street.ReadsOf(p).Count(r => r.Rpc == "ListPossibleSame")));
    }

    [Fact]
    public async Task An_agency_that_became_involved_later_reads_the_pair_as_well()
    {
        var name = Street.Unique("Raghnall");
        void Named(RegisterPersonRequest request) => (request.FullName, request.BirthDate) = (name, "1971-03-04");
        await street.RegisterAsync(Named);
        var second = await street.RegisterAsync(Named);
        Assert.Null(await PairAsync("douglas", second));
        var third = await street.SharedAsync(Named);

        Assert.NotNull(await PairAsync("douglas", third));
        Assert.Null(await PairAsync("douglas", second));
    }

    [Fact]
    public async Task Practitioners_do_not_read_it() => await Refusal.ExpectAsync(
        StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED", street.Eileen.Person.ListPossibleSameAsync(new()));

    private async Task<(string Other, string Reasons)?> PairAsync(string officer, string personId)
    {
        var caller = await street.Platform.SignInAsync(officer);
        var all = await caller.Person.ListPossibleSameAsync(new() { PageSize = 200 }, Street.Newest);
        Assert.Equal("", all.NextPageToken);
        return all.Pairs.FirstOrDefault(p => p.PersonId == personId) is { } pair
            ? (pair.OtherPersonId, string.Join(' ', pair.Reasons))
            : null;
    }
}
