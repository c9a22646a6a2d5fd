using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Testing;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

[Collection(nameof(Street))]
public sealed class ChangeNamesTests(Street street)
{
    [Fact]
    public async Task A_new_name_is_read_and_found_and_the_old_one_is_not()
    {
        var (before, after) = (Street.Unique("Elsie"), Street.Unique("Alec"));
        var personId = await street.RegisterAsync(r => (r.FullName, r.PreferredName) = (before, before));
        var request = await RequestAsync(personId, after);

        var changed = (await street.Eileen.Person.ChangeNamesAsync(request)).Names;

        Assert.Equal(changed, (await street.GetAsync(street.Eileen, personId)).Names);
        Assert.Single((await street.Eileen.Person.SearchPeopleAsync(new() { Text = after }, Street.Newest)).People);
        Assert.Empty((await street.Eileen.Person.SearchPeopleAsync(new() { Text = before }, Street.Newest)).People);
    }

    [Fact]
    public async Task A_change_to_what_was_read_before_another_change_is_refused_with_the_names_as_they_are()
    {
        var personId = await street.RegisterAsync();
        var request = await RequestAsync(personId, "Alec Gunn");
        var changed = (await street.Eileen.Person.ChangeNamesAsync(request)).Names;

        request.FullName = "Alasdair Gunn";
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => street.Eileen.Person.ChangeNamesAsync(request).ResponseAsync);

        Assert.Equal(StatusCode.Aborted, refused.StatusCode);
        Assert.Equal(changed, refused.GetRpcStatus()!.GetDetail<Wire.Names>());
    }

    [Fact]
    public async Task A_repeat_is_done_once_and_answered_as_the_first_time()
    {
        var personId = await street.RegisterAsync();
        var request = await RequestAsync(personId, "Alec Gunn");
        var id = Guid.NewGuid().ToString();

        var first = await street.Eileen.Person.ChangeNamesAsync(request, Street.Request(id));
        var again = await street.Eileen.Person.ChangeNamesAsync(request, Street.Request(id));

        Assert.Equal(first, again);
        Assert.Single(street.Query("SELECT Position FROM Journal WHERE Stream = @id AND Type = 'NamesChanged'",
            r => r.GetInt64(0), personId));
    }

    [Fact]
    public async Task A_stranger_is_told_not_found_and_changes_nothing()
    {
        var personId = await street.RegisterAsync();
        var request = await RequestAsync(personId, "Alec Gunn");

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", street.Nadia.Person.ChangeNamesAsync(request));

        Assert.Equal(request.Etag, (await street.GetAsync(street.Eileen, personId)).Names.Etag);
    }

    [Fact]
    public async Task Without_an_etag_or_a_name_it_is_refused_by_the_field()
    {
        var valid = await RequestAsync(await street.RegisterAsync(), "Alec Gunn");
        var (noEtag, noName) = (Copy(valid), Copy(valid));
        (noEtag.Etag, noName.FullName) = ("", "");

        Assert.Equal("etag", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "ETAG_MISSING",
            street.Eileen.Person.ChangeNamesAsync(noEtag))).Field);
        Assert.Equal("full_name", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "WORDS_MISSING",
            street.Eileen.Person.ChangeNamesAsync(noName))).Field);
    }

    private async Task<Wire.ChangeNamesRequest> RequestAsync(string personId, string name) => new()
    {
        PersonId = personId,
        FullName = name,
        PreferredName = name,
        Etag = (await street.GetAsync(street.Eileen, personId)).Names.Etag,
    };

    private static T Copy<T>(T message) where T : IDeepCloneable<T> => message.Clone();
}
