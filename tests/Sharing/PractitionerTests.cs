using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

[Collection(nameof(Town))]
public sealed class PractitionerTests(Apart apart)
{
    private readonly Town _town = apart.Town;

    [Fact]
    public async Task A_team_names_another_of_its_people_who_then_supports_the_person()
    {
        var (eileen, sandy, request) = await NamingAsync("sandy");
        var id = Town.NewRequest();

        var named = await eileen.Sharing.NamePractitionerAsync(request, Town.Request(id));

        Assert.Equal(named, await eileen.Sharing.NamePractitionerAsync(request, Town.Request(id)));
        Assert.Equal([("Eileen Garvie", ""), ("Sandy Petrie", "A visit when Eileen is away.")],
            named.Involvement.Practitioners.Select(p => (p.Name, p.Offer)));
        Assert.Contains(request.PersonId,
            (await sandy.Sharing.ListPeopleAsync(new() { PageSize = 200 })).People.Select(p => p.PersonId));
        Assert.Contains("Sandy Petrie, social worker",
            (await _town.OwnAsync(eileen, request.PersonId)).Sentence, StringComparison.Ordinal);
        Assert.Contains("PractitionerNamed", await _town.JournalAsync(request.PersonId));
    }

    [Fact]
    public async Task Naming_again_changes_role_and_offer_and_names_nobody_twice()
    {
        var (eileen, _, request) = await NamingAsync("sandy");
        await eileen.Sharing.NamePractitionerAsync(request);
        (request.Practitioner.Role, request.Practitioner.Offer) = ("the one who drives", "A lift to the choir.");

        await eileen.Sharing.NamePractitionerAsync(request);

        Assert.Equal(("the one who drives", "A lift to the choir."),
            (await _town.OwnAsync(eileen, request.PersonId)).Practitioners
                .Where(p => p.Name == "Sandy Petrie").Select(p => (p.Role, p.Offer)).Single());
    }

    [Fact]
    public async Task Whoever_is_withdrawn_supports_the_person_no_more_and_the_last_one_stays()
    {
        var (eileen, sandy, request) = await NamingAsync("sandy");
        await eileen.Sharing.NamePractitionerAsync(request);
        var withdraw = new WithdrawPractitionerRequest
        {
            PersonId = request.PersonId,
            InvolvementId = request.InvolvementId,
            Subject = await eileen.SubjectAsync(),
        };

        var left = (await sandy.Sharing.WithdrawPractitionerAsync(withdraw)).Involvement;
        Assert.Equal("Sandy Petrie", Assert.Single(left.Practitioners).Name);
        Assert.DoesNotContain(request.PersonId,
            (await eileen.Sharing.ListPeopleAsync(new() { PageSize = 200 })).People.Select(p => p.PersonId));
        await eileen.Sharing.WithdrawPractitionerAsync(withdraw)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_NAMED", "subject");
        withdraw.Subject = await sandy.SubjectAsync();
        await eileen.Sharing.WithdrawPractitionerAsync(withdraw)
            .RefusedAsync(StatusCode.FailedPrecondition, "LAST_PRACTITIONER", "subject");
        Assert.Equal("Sandy Petrie", Assert.Single((await _town.OwnAsync(eileen, request.PersonId)).Practitioners).Name);
    }

    [Fact]
    public async Task Of_two_who_withdraw_each_other_at_once_one_stays()
    {
        var (eileen, sandy, request) = await NamingAsync("sandy");
        await eileen.Sharing.NamePractitionerAsync(request);

        var answers = await Task.WhenAll(WithdrawAsync(eileen, sandy), WithdrawAsync(sandy, eileen));

        Assert.Equal(["", "LAST_PRACTITIONER"], answers.Order());
        Assert.Single((await _town.OwnAsync(eileen, request.PersonId)).Practitioners);

        async Task<string> WithdrawAsync(Caller by, Caller whom)
        {
            try
            {
                await by.Sharing.WithdrawPractitionerAsync(new()
                {
                    PersonId = request.PersonId,
                    InvolvementId = request.InvolvementId,
                    Subject = await whom.SubjectAsync(),
                });
                return "";
            }
            catch (RpcException refused)
            {
                return refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? refused.Message;
            }
        }
    }

    [Fact]
    public async Task Nobody_of_another_team_is_named_and_no_other_team_names()
    {
        var (eileen, graeme, request) = await NamingAsync("graeme");

        await eileen.Sharing.NamePractitionerAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_IN_TEAM", "practitioner");
        await _town.InvolveAsync(eileen, request.PersonId, graeme);
        await graeme.Sharing.NamePractitionerAsync(request).NotFoundAsync();
        await graeme.Sharing.WithdrawPractitionerAsync(new()
        {
            PersonId = request.PersonId,
            InvolvementId = request.InvolvementId,
            Subject = await eileen.SubjectAsync(),
        }).NotFoundAsync();
        Assert.Equal("Eileen Garvie", Assert.Single((await _town.OwnAsync(eileen, request.PersonId)).Practitioners).Name);
    }

    [Fact]
    public async Task An_ended_involvement_names_nobody_else()
    {
        var (eileen, _, request) = await NamingAsync("sandy");
        await _town.InvolveAsync(eileen, request.PersonId, await _town.SignInAsync("graeme"));
        var graeme = await _town.SignInAsync("graeme");
        // Through a second involvement the team is let in, and the first one has ended all the same.
        await _town.InvolveAsync(graeme, request.PersonId, eileen);
        await eileen.Sharing.EndInvolvementAsync(new()
        {
            PersonId = request.PersonId,
            InvolvementId = request.InvolvementId,
            Reason = "It goes on by the other one.",
        });

        await eileen.Sharing.NamePractitionerAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_INVOLVED");
        await eileen.Sharing.WithdrawPractitionerAsync(
            new() { PersonId = request.PersonId, InvolvementId = request.InvolvementId })
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_INVOLVED");
    }

    private async Task<(Caller Eileen, Caller Other, NamePractitionerRequest Request)> NamingAsync(string user)
    {
        var (eileen, other) = (await _town.SignInAsync("eileen"), await _town.SignInAsync(user));
        var personId = await _town.Setting.RegisterPersonAsync(eileen);
        return (eileen, other, new NamePractitionerRequest
        {
            PersonId = personId,
            InvolvementId = (await _town.OwnAsync(eileen, personId)).InvolvementId,
            Practitioner = new Practitioner
            {
                Subject = await other.SubjectAsync(),
                Role = "social worker",
                Offer = "A visit when Eileen is away.",
            },
        });
    }
}
