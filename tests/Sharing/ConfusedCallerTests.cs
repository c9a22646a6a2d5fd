using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// Who somebody is, comes from the token and from Sharing's own tables; whatever else a caller says of it counts for
// nothing.
[Collection(nameof(Town))]
public sealed class ConfusedCallerTests(Town town)
{
    [Theory]
    [InlineData("agency")]
    [InlineData("po-agency")]
    [InlineData("x-agency-id")]
    [InlineData("role")]
    public async Task Another_agency_in_a_header_opens_nothing(string header)
    {
        var (eileen, nadia) = (await town.SignInAsync("eileen"), await town.SignInAsync("nadia"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);

        foreach (var value in new[] { eileen.AgencyId, "privacy_officer" })
        {
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", nadia.Sharing.ListInvolvementsAsync(
                new() { PersonId = personId }, new Metadata { { header, value }, { header, nadia.AgencyId } }));
        }
    }

    [Fact]
    public async Task Another_agencys_team_opens_nothing_said_once_or_twice()
    {
        var (eileen, nadia) = (await town.SignInAsync("eileen"), await town.SignInAsync("nadia"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var (theirs, own) = (await town.Setting.TeamOfAsync("eileen"), await town.Setting.TeamOfAsync("nadia"));

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", nadia.Sharing.ListInvolvementsAsync(
            new() { PersonId = personId }, new Metadata { { "po-team", theirs } }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", nadia.Person.GetPersonAsync(
            new() { PersonId = personId }, new Metadata { { "po-team", theirs } }));
        foreach (var (first, second) in new[] { (own, theirs), (theirs, own) })
        {
            Assert.Equal("po-team", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "ID_MALFORMED",
                nadia.Sharing.ListInvolvementsAsync(new() { PersonId = personId },
                    new Metadata { { "po-team", first }, { "po-team", second } }))).Field);
        }
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", eileen.Sharing.ListInvolvementsAsync(
            new() { PersonId = personId }, new Metadata { { "po-team", own } }));
    }

    [Fact]
    public async Task A_purpose_said_twice_is_none()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);

        foreach (var second in new[] { "support", "emergency", "adult_protection" })
        {
            Assert.Equal("po-purpose", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN",
                eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId },
                    new Metadata { { "po-purpose", "support" }, { "po-purpose", second } }))).Field);
        }
    }

    [Fact]
    public async Task A_member_whose_subject_only_looks_like_the_callers_opens_nothing()
    {
        var (eileen, nadia) = (await town.SignInAsync("eileen"), await town.SignInAsync("nadia"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var subject = await nadia.SubjectAsync();
        var administrator = await town.Setting.AdministratorAsync(eileen.AgencyId);

        // Another case, a blank behind it, the Cyrillic letter that looks like an a, a sign that is not shown.
        foreach (var alike in new[]
        {
            subject.ToUpperInvariant(), subject + "\u00a0", subject.Replace('a', '\u0430'), subject + "\u200b",
        }.Where(a => a != subject))
        {
            await administrator.Sharing.AddStaffAsync(new()
            {
                TeamId = await town.Setting.TeamOfAsync("eileen"),
                Subject = alike,
                Name = "Nadia Brodie",
                Role = "somebody else",
            });
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                nadia.Sharing.ListInvolvementsAsync(new() { PersonId = personId }));
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", nadia.Person.GetPersonAsync(
                new() { PersonId = personId }, await town.NewestAsync()));
        }
    }

    [Fact]
    public async Task An_administrator_enters_nobody_in_another_agencys_team_by_naming_it()
    {
        var nadia = await town.SignInAsync("nadia");
        var ewan = await town.Setting.AdministratorAsync(nadia.AgencyId);
        var (theirs, subject) = (await town.Setting.TeamOfAsync("eileen"), await nadia.SubjectAsync());

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", ewan.Sharing.AddStaffAsync(
            new() { TeamId = theirs, Subject = subject, Name = "Nadia Brodie", Role = "nurse" },
            new Metadata { { "agency", (await town.SignInAsync("eileen")).AgencyId } }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", ewan.Sharing.AddTeamAsync(
            new() { AgencyId = (await town.SignInAsync("eileen")).AgencyId, Name = "A second one" }));
    }
}
