using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    private const int MostNamed = 20;

    /// <summary>One more of the team works with the person, or somebody with another role or offer.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.NamePractitionerResponse> NamePractitioner(
        Wire.NamePractitionerRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, involvementId) = (Check.Id(request.PersonId), Check.Id(request.InvolvementId));
        var given = request.Practitioner ?? throw Problem.Invalid(
            "practitioner", "PRACTITIONER_MISSING", "Name somebody of your team, with what they offer.");
        var named = new NamedPractitioner
        {
            Issuer = Check.OptionalWords(given.Issuer, 200, "request.Practitioner.Issuer") ?? call.Issuer,
            Subject = Check.OptionalWords(given.Subject, 200, "request.Practitioner.Subject") ?? call.Subject,
            Role = Check.OptionalWords(given.Role, 200, "request.Practitioner.Role") ?? "",
            Offer = Check.Words(given.Offer, 1000, "request.Practitioner.Offer"),
        };

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var involvement = await OwnInvolvementAsync(work, personId, involvementId);
        var origins = await OriginsAsync(work, personId, [involvement.ReferralId]);
        var teams = await TeamsAsync(work, [involvement.TeamId, .. origins.Values.Select(r => r.TeamId)]);
        if (await work.RepeatedAsync<WithNames>(request, personId) is { } earlier)
        {
            return new Wire.NamePractitionerResponse
            {
                Involvement = Show(earlier.Involvement, earlier.Practitioners, origins, teams, work.Now),
            };
        }

        var lasting = involvement.Lasting(work.Now);
        var practitioner = (await OfTeamAsync(work, lasting, [named], "practitioner")).Single();
        var names = await NamesAsync(work, lasting);
        var others = names.Where(p => !p.IsThatOf(named)).ToList();
        if (others.Count >= MostNamed)
        {
            throw Problem.Refused(
                "PRACTITIONERS_FULL", $"At most {MostNamed} of a team are named.", "practitioner");
        }
        await work.WriteAsync(DeleteNamed, practitioner);
        await work.WriteAsync(InsertNamed, practitioner);
        var now = new WithNames(lasting, [.. others.Append(practitioner).OrderBy(p => p.Name)],
            names.Find(p => p.IsThatOf(named)));
        work.Record(personId, involvementId, new PractitionerNamed(
            involvementId, personId, lasting.TeamId, practitioner.Issuer, practitioner.Subject), now);
        await work.CommitAsync();

        return new Wire.NamePractitionerResponse
        {
            Involvement = Show(lasting, now.Practitioners, origins, teams, work.Now),
        };
    }

    /// <summary>
    /// An involvement with everybody who is named in it, and how somebody was named until now: the record's history,
    /// and what a repeat is answered from.
    /// </summary>
    public sealed record WithNames(
        Involvement Involvement, IReadOnlyList<NamedPractitioner> Practitioners, NamedPractitioner? Before);

    // Of one of the caller's teams that is involved; another team's does not exist for this.
    private static async Task<Involvement> OwnInvolvementAsync(Work work, Guid personId, Guid involvementId)
    {
        await work.EnterAsync(personId);
        var involvement = await work.OneAsync<Involvement>(SelectOwnInvolvement, new { personId, involvementId })
            ?? throw Problem.NotFound();
        await work.EnterTeamAsync(involvement.TeamId);
        return involvement;
    }

    private static Task<List<NamedPractitioner>> NamesAsync(Work work, Involvement involvement) =>
        work.ManyAsync<NamedPractitioner>(SelectNamed,
            new { involvement.PersonId, ids = Each.Of([involvement.Id]) });

    private const string DeleteNamed = """
        DELETE FROM NamedPractitioner
        WHERE InvolvementId = @InvolvementId AND Issuer = @Issuer AND Subject = @Subject
        """;
}
