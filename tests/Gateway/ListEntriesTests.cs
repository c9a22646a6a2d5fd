using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Gateway;

// What every service offers of its own log, Sharing standing for all of them.
[Collection(nameof(OneLog))]
public sealed class ListEntriesTests(OneLog one)
{
    [Fact]
    public async Task A_call_that_changed_two_things_is_one_entry_that_names_both()
    {
        var log = await AllAsync(one.Iris);

        var accepted = Assert.Single(log, e => e.Rpc.EndsWith("/AcceptReferral", StringComparison.Ordinal));
        Assert.Equal(new[] { one.ReferralId, one.InvolvementId }.Order(), accepted.ItemIds.Order());
        Assert.Equal((true, "practitioner", "support", one.Fiona.AgencyId),
            (accepted.Wrote, accepted.Role, accepted.Purpose, accepted.AgencyId));
    }

    [Fact]
    public async Task A_reading_names_what_it_showed_and_what_for()
    {
        one.Later();
        await one.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = one.PersonId, PageSize = 1 });
        one.Later();

        var read = (await AllAsync(one.Iris)).First(e => e.Role != "person");

        Assert.Equal(("/personal_outcomes.sharing.v1.SharingService/ListInvolvements", false, "support", 1),
            (read.Rpc, read.Wrote, read.Purpose, read.ItemIds.Count));
        Assert.Equal("", read.Issuer + read.Subject);
    }

    [Fact]
    public async Task A_persons_own_doing_has_neither_team_nor_agency()
    {
        var made = Assert.Single(await AllAsync(one.Iris),
            e => e.Rpc.EndsWith("/MakeReferral", StringComparison.Ordinal));

        Assert.Equal(("person", "", ""), (made.Role, made.TeamId, made.AgencyId));
    }

    [Fact]
    public async Task The_same_page_again_is_the_same_though_the_list_has_grown()
    {
        var log = one.Iris.Log("sharing");
        for (var i = 0; i < 6; i++)
        {
            one.Later();
            await one.Iris.Sharing.ListInvolvementsAsync(new() { PersonId = one.PersonId });
        }
        var page = await log.ListEntriesAsync(new() { PersonId = one.PersonId, PageSize = 3 });
        one.Later();

        var again = await log.ListEntriesAsync(
            new() { PersonId = one.PersonId, PageSize = 3, PageToken = page.SamePageToken });
        var next = await log.ListEntriesAsync(
            new() { PersonId = one.PersonId, PageSize = 3, PageToken = page.NextPageToken });
        var further = await log.ListEntriesAsync(
            new() { PersonId = one.PersonId, PageSize = 2, PageToken = page.SamePageToken, Skip = 4 });
        var beforeIt = await log.ListEntriesAsync(
            new() { PersonId = one.PersonId, PageSize = 3, PageToken = page.SamePageToken, Skip = -5 });
        var beyond = await log.ListEntriesAsync(
            new() { PersonId = one.PersonId, PageToken = page.SamePageToken, Skip = int.MaxValue });

        Assert.Equal((3, 3), (page.Entries.Count, next.Entries.Count));
        Assert.Equal(page.Entries, again.Entries);
        Assert.Equal(page.SamePageToken, again.SamePageToken);
        Assert.Empty(page.Entries.Intersect(next.Entries));
        Assert.Equal(next.Entries.Skip(1).Take(2), further.Entries);
        Assert.Equal(page.Entries, beforeIt.Entries);
        Assert.Empty(beyond.Entries);
        Assert.Equal("", beyond.NextPageToken);
    }

    [Fact]
    public async Task A_page_token_is_good_for_this_caller_and_rpc_and_for_no_other()
    {
        var token = (await one.Iris.Log("sharing").ListEntriesAsync(new() { PersonId = one.PersonId })).SamePageToken;
        var others = (await one.Iris.Sharing.ListInvolvementsAsync(new() { PersonId = one.PersonId, PageSize = 1 }))
            .NextPageToken;
        var craig = await one.Platform.SignInAsync("craig");

        foreach (var (caller, given) in new[]
        {
            (craig, token), (one.Iris, others), (one.Iris, token + "0"), (one.Iris, "0" + token),
            (one.Iris, token.Replace('-', '+')), (one.Iris, "."), (one.Iris, new string('x', 2000)),
        })
        {
            await caller.Log("sharing").ListEntriesAsync(new() { PersonId = one.PersonId, PageToken = given })
                .RefusedAsync(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID", "page_token");
        }
        await one.Iris.Log("plan").ListEntriesAsync(new() { PersonId = one.PersonId, PageToken = token })
            .RefusedAsync(StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID", "page_token");
    }

    [Fact]
    public async Task An_officer_whose_agency_has_done_nothing_here_is_answered_as_for_nobody()
    {
        var (neil, douglas) = (await one.Platform.SignInAsync("neil"), await one.Platform.SignInAsync("douglas"));

        foreach (var (officer, service) in new[] { (neil, "sharing"), (neil, "plan"), (douglas, "conversation") })
        {
            Assert.Equal(
                await Refusal.OfAsync(officer.Log(service).ListEntriesAsync(
                    new() { PersonId = Guid.NewGuid().ToString() })),
                await officer.Log(service).ListEntriesAsync(new() { PersonId = one.PersonId }).NotFoundAsync());
        }
        Assert.DoesNotContain(await AllAsync(one.Iris), e => e.AgencyId == neil.AgencyId);
    }

    [Fact]
    public async Task An_officer_reads_by_whom_and_of_their_own_agency_alone()
    {
        var craig = await one.Platform.SignInAsync("craig");

        var log = await AllAsync(craig);

        Assert.All(log, e => Assert.Equal(craig.AgencyId, e.AgencyId));
        var printed = Assert.Single(log, e => e.Rpc.EndsWith("/PrintLoginCode", StringComparison.Ordinal));
        Assert.Equal(await one.Eileen.SubjectAsync(), printed.Subject);
        Assert.StartsWith("http", printed.Issuer);
    }

    [Fact]
    public async Task A_wrong_person_is_named()
    {
        var log = one.Iris.Log("sharing");

        await log.ListEntriesAsync(new()).RefusedAsync(StatusCode.InvalidArgument, "ID_MISSING", "person_id");
        await log.ListEntriesAsync(new() { PersonId = "me" })
            .RefusedAsync(StatusCode.InvalidArgument, "ID_MALFORMED", "person_id");
    }

    private async Task<List<Entry>> AllAsync(Caller caller)
    {
        var all = new List<Entry>();
        var page = new ListEntriesResponse();
        do
        {
            page = await caller.Log("sharing").ListEntriesAsync(
                new() { PersonId = one.PersonId, PageSize = 20, PageToken = page.NextPageToken });
            Assert.Equal("Some entries may be held back by law.", page.Notice);
            all.AddRange(page.Entries);
            Assert.True(all.Count < 1000, "it does not end");
        }
        while (page.NextPageToken.Length > 0);
        return all;
    }
}
