using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

/// <summary>An agency's agreement ends, in a town of its own: nobody else may want it meanwhile.</summary>
public sealed class AgreementTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task Its_staff_see_nobody_from_then_on_and_everybody_again_once_it_signs()
    {
        var (fiona, graeme) = (await town.SignInAsync("fiona"), await town.SignInAsync("graeme"));
        var lorna = (await town.Setting.AdministratorAsync(graeme.AgencyId)).Sharing;
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var involvement = await town.InvolveAsync(fiona, personId, graeme);
        var team = await town.Setting.TeamOfAsync("graeme");
        Assert.True(await SeesAsync(graeme, personId));
        Assert.Contains(await TeamsAsync(fiona), t => t.TeamId == team);

        var ended = await lorna.EndAgreementAsync(End(graeme));

        Assert.Equal(("1", true), (ended.TermsVersion, ended.EndTime.Length > 0));
        Assert.False(await SeesAsync(graeme, personId));
        await graeme.Sharing.ListReferralsAsync(new() { TeamId = team, Box = ReferralBox.Inbox }).NotFoundAsync();
        await graeme.Person.RegisterPersonAsync(new() { TeamId = team, FullName = "Somebody New" }).NotFoundAsync();
        await graeme.Person.GetPersonAsync(new() { PersonId = personId },
            new Metadata { { "po-purpose", "emergency" } }).NotFoundAsync();
        Assert.DoesNotContain(await TeamsAsync(fiona), t => t.TeamId == team);
        Assert.Equal("to_team_id", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "TEAM_NOT_IN_AGREEMENT",
            fiona.Sharing.MakeReferralAsync(town.Referral(personId, team)))).Field);
        var listed = (await fiona.InvolvedAsync(personId)).ToDictionary(i => i.Team.TeamId);
        Assert.Equal((involvement.InvolvementId, true, ""),
            (listed[team].InvolvementId, listed[team].MayNotLook, listed[team].UntilTime));
        Assert.EndsWith("It may not look at the record now.", listed[team].Sentence);
        Assert.False(listed[await town.Setting.TeamOfAsync("fiona")].MayNotLook);

        await lorna.SignAgreementAsync(new() { AgencyId = graeme.AgencyId, TermsVersion = "2", SignedOn = town.Today });

        Assert.True(await SeesAsync(graeme, personId));
        Assert.All(await graeme.InvolvedAsync(personId), i => Assert.False(i.MayNotLook));
        Assert.Contains(await TeamsAsync(fiona), t => t.TeamId == team);
    }

    [Fact]
    public async Task It_ends_once_for_its_own_administrator_and_for_a_reason()
    {
        var shona = await town.SignInAsync("shona");
        var elspeth = (await town.Setting.AdministratorAsync(shona.AgencyId)).Sharing;
        var stranger = (await town.Setting.AdministratorAsync((await town.SignInAsync("fiona")).AgencyId)).Sharing;
        var nobodys = End(shona);
        nobodys.AgencyId = Guid.NewGuid().ToString();
        Assert.Equal(
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", stranger.EndAgreementAsync(nobodys)),
            await Refusal.OfAsync(stranger.EndAgreementAsync(End(shona))));
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            shona.Sharing.EndAgreementAsync(End(shona)));
        Assert.Equal("reason", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "WORDS_MISSING",
            elspeth.EndAgreementAsync(new() { AgencyId = shona.AgencyId, Reason = " " }))).Field);
        Assert.Contains(await TeamsAsync(shona), t => t.AgencyId == shona.AgencyId);

        var id = Town.Request(Town.NewRequest());
        var ended = await elspeth.EndAgreementAsync(End(shona), id);
        Assert.Equal(ended, await elspeth.EndAgreementAsync(End(shona), id));
        Assert.Equal("agency_id", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NO_AGREEMENT",
            elspeth.EndAgreementAsync(End(shona)))).Field);
        await elspeth.SignAgreementAsync(new() { AgencyId = shona.AgencyId, TermsVersion = "2", SignedOn = town.Today });
        await elspeth.EndAgreementAsync(End(shona));
        await elspeth.SignAgreementAsync(new() { AgencyId = shona.AgencyId, TermsVersion = "3", SignedOn = town.Today });
    }

    [Fact]
    public async Task Who_signed_and_ended_which_terms_and_when_is_kept()
    {
        var nadia = await town.SignInAsync("nadia");
        var ewan = await town.Setting.AdministratorAsync(nadia.AgencyId);
        await ewan.Sharing.EndAgreementAsync(End(nadia));
        await ewan.Sharing.SignAgreementAsync(
            new() { AgencyId = nadia.AgencyId, TermsVersion = "2", SignedOn = town.Today });

        var database = town.Platform.Services("sharing").GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Asked", town.Platform.Time));
        var kept = await work.ManyAsync<Kept>("""
            SELECT Type, Subject, SnapshotJson FROM Journal
            WHERE Stream = @agency AND Type IN ('AgreementSigned', 'AgreementEnded')
            ORDER BY Position
            """, new { agency = Guid.Parse(nadia.AgencyId) });

        Assert.Equal(["AgreementSigned", "AgreementEnded", "AgreementSigned"], kept.Select(k => k.Type));
        var subject = await ewan.SubjectAsync();
        Assert.All(kept, k => Assert.Equal(subject, k.Subject));
        Assert.Equal(["1", "1", "2"], kept.Select(k => k.Of("termsVersion")));
        Assert.All(kept, k => Assert.NotNull(k.Of("signedOn")));
        Assert.Equal([null, "They will not sign the new terms.", null], kept.Select(k => k.Of("agreementEndReason")));
        Assert.Equal([false, true, false], kept.Select(k => k.Of("agreementEndedAt") is not null));
    }

    private static EndAgreementRequest End(Caller of) =>
        new() { AgencyId = of.AgencyId, Reason = "They will not sign the new terms." };

    // Wherever the record is, or nowhere.
    private async Task<bool> SeesAsync(Caller caller, string personId)
    {
        var newest = await town.NewestAsync();
        var sees = await Ward.GoesAsync(caller.Person.GetPersonAsync(new() { PersonId = personId }, newest));
        Assert.Equal(sees, await Ward.GoesAsync(caller.Plan.GetPlanAsync(new() { PersonId = personId }, newest)));
        Assert.Equal(sees, await Ward.GoesAsync(caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId })));
        return sees;
    }

    private static async Task<IEnumerable<V1.Team>> TeamsAsync(Caller caller) =>
        (await caller.Sharing.ListTeamsAsync(new() { PageSize = 200 })).Teams;

    private sealed record Kept
    {
        public string Type { get; init; } = "";
        public string Subject { get; init; } = "";
        public string SnapshotJson { get; init; } = "";

        public string? Of(string name) =>
            System.Text.Json.JsonDocument.Parse(SnapshotJson).RootElement.EnumerateObject()
                .FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is
                { ValueKind: System.Text.Json.JsonValueKind.String } text ? text.GetString() : null;
    }
}
