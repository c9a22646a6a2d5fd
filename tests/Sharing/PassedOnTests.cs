using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// Whoever looks after somebody sees how often they have been passed on, and when, and by whom: but not why.
[Collection(nameof(Town))]
public sealed class PassedOnTests(Town town)
{
    [Fact]
    public async Task Everybody_involved_reads_when_and_by_whom_somebody_was_passed_on()
    {
        var (fiona, ruth, graeme) =
            (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"), await town.SignInAsync("graeme"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);

        await PassOnAsync(personId, fiona, ruth, Day(150));
        var accepted = await PassOnAsync(personId, ruth, graeme, Day(3));

        var told = await ListAsync(fiona, personId);
        Assert.Equal(
            [
                ("Kirkgate Housing Association", Day(3), "Strathmore Council Social Work"),
                ("Lochside Health Board", "", null),
                ("Strathmore Council Social Work", Day(150), "Lochside Health Board"),
            ],
            told.Select(i => (i.Team.AgencyName, i.ReferredOn, i.ReferredBy?.AgencyName)));
        Assert.Equal("", told[1].ReferralId);
        Assert.Equal(told, await ListAsync(ruth, personId));
        Assert.Equal(told, await ListAsync(graeme, personId));
        Assert.Equal(new(told[0]) { Sentence = "" }, accepted);
        Assert.Equal(await town.Setting.TeamOfAsync("ruth"), accepted.ReferredBy.TeamId);
    }

    [Fact]
    public async Task An_involvement_that_ends_still_says_how_it_began_and_so_does_the_repeat()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var began = await PassOnAsync(personId, fiona, ruth, Day(40));
        var request = new EndInvolvementRequest
        {
            PersonId = personId,
            InvolvementId = began.InvolvementId,
            Reason = "The money has come.",
        };
        var id = Town.Request(Town.NewRequest());

        var ended = (await ruth.Sharing.EndInvolvementAsync(request, id)).Involvement;
        var repeat = (await ruth.Sharing.EndInvolvementAsync(request, id)).Involvement;

        Assert.Equal((began.ReferralId, Day(40), "Lochside Health Board"),
            (ended.ReferralId, ended.ReferredOn, ended.ReferredBy.AgencyName));
        Assert.Equal(ended, repeat);
    }

    [Fact]
    public async Task Somebody_who_referred_themselves_was_passed_on_by_no_team()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var duncan = await town.Setting.BindAsync(fiona, personId, "duncan");

        await PassOnAsync(personId, duncan, ruth, Day(1));

        var told = await ListAsync(duncan, personId);
        Assert.NotEqual("", told[1].ReferralId);
        Assert.Equal((Day(1), null), (told[1].ReferredOn, told[1].ReferredBy));
        Assert.Equal(told.Select(i => new V1.Involvement(i) { Sentence = "" }),
            (await ListAsync(fiona, personId)).Select(i => new V1.Involvement(i) { Sentence = "" }));
    }

    [Fact]
    public async Task A_referral_that_is_withheld_from_a_team_tells_it_nothing()
    {
        var (fiona, ruth, graeme) =
            (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"), await town.SignInAsync("graeme"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        await PassOnAsync(personId, fiona, graeme, Day(9));

        await PassOnAsync(personId, fiona, ruth, Day(2), fiona.AgencyId, await town.Setting.TeamOfAsync("graeme"));

        foreach (var caller in new[] { fiona, graeme })
        {
            var told = await ListAsync(caller, personId);
            Assert.Equal(["Kirkgate Housing Association", "Lochside Health Board", "Strathmore Council Social Work"],
                told.Select(i => i.Team.AgencyName));
            Assert.Equal((Day(9), "Lochside Health Board"), (told[0].ReferredOn, told[0].ReferredBy.AgencyName));
            Assert.Equal(("", "", null), (told[2].ReferralId, told[2].ReferredOn, told[2].ReferredBy));
        }
        Assert.Equal((Day(2), "Lochside Health Board"),
            (await ListAsync(ruth, personId)).Select(i => (i.ReferredOn, i.ReferredBy?.AgencyName)).Last());
    }

    private string Day(int ago) => town.Platform.Time.GetUtcNow().AddDays(-ago).ToString("yyyy-MM-dd", null);

    // In the order of the agencies' names: the clock stands still, so none of them began before another.
    private static async Task<List<V1.Involvement>> ListAsync(Caller caller, string personId) =>
        [.. (await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements
            .OrderBy(i => i.Team.AgencyName, StringComparer.Ordinal)];

    private async Task<V1.Involvement> PassOnAsync(
        string personId, Caller by, Caller to, string on, params string[] withheldFrom)
    {
        var made = await by.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = await town.Setting.TeamOfAsync(to.User),
            ReasonWhatMatters = "That somebody listens.",
            HappenedOn = on,
            WithThePersonsSay = new()
            {
                Voice = new() { SaidBy = Speaker.Person, How = { by.AgencyId.Length > 0 ? "spoken" : "own_sign_in" } },
                Said = "If you must.",
            },
            WithheldFrom = { withheldFrom },
        });
        return (await to.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.Referral.ReferralId,
            Practitioners = { new V1.Practitioner { Offer = "I listen" } },
        })).Involvement;
    }
}
