using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>The person lets one referral through to a team from which they keep their record.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.LetReferralThroughResponse> LetReferralThrough(
        Wire.LetReferralThroughRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var voice = Voice.Of(call, (int)(request.Voice?.SaidBy ?? 0), request.Voice?.SaidByName ?? "",
            request.Voice?.How.ToArray() ?? [], "voice");

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await ReferralAsync(work, personId, referralId);
        RequireOwnVoice(work, voice);
        var teams = await TeamsAsync(work, referral.TeamIds());
        if (await work.RepeatedAsync<SaidLetThrough>(request, personId) is null)
        {
            await OnPersonDied.RequireLivingAsync(work, personId);
            referral.LetThrough();
            // Done and written down alike whether or not anything kept it from them, so that no number tells.
            await work.WriteAsync(InsertLetThrough, new { referralId });
            Guid[] to = [referral.ToTeamId, Guid.Parse(teams[referral.ToTeamId].AgencyId)];
            await work.ShowAsync(referralId, to);
            work.Record(personId, referralId, new ReferralLetThrough(referralId, personId),
                new SaidLetThrough(referralId, voice.How, voice.WrittenBy));
            work.Record(personId, referralId, new ItemShown(referralId, personId, to));
            await work.CommitAsync();
        }

        return new Wire.LetReferralThroughResponse { Referral = Show(referral, teams, work.Now) };
    }

    /// <summary>What the person said of a referral: that it may go there after all.</summary>
    public sealed record SaidLetThrough(Guid ReferralId, string[] How, Writer WrittenBy);

    // Only the person is told what is held back, and only by their own sign-in.
    private static async Task<HashSet<Guid>> HeldBackAsync(Work work, IEnumerable<Guid> ids) =>
        work.Call.Role == Role.Person
            ? [.. await work.ManyAsync<Guid>(SelectHeldBack, new { ids = Each.Of(ids) })]
            : [];

    // What keeps a referral from its team; another restriction, set later, is not let past.
    private const string Keeps = """
        w.PersonId = r.PersonId AND (w.Kind IS NULL OR w.Kind = 'referral') AND w.Grantee IN (t.Id, t.AgencyId)
            AND NOT EXISTS (SELECT 1 FROM LetThrough lt WHERE lt.ReferralId = r.Id AND lt.RestrictionId = w.Id)
        """;

    private const string SelectHeldBack = $"""
        SELECT r.Id
        FROM Referral r INNER JOIN Team t ON t.Id = r.ToTeamId
        WHERE r.Id IN (/*each:@ids*/) AND r.State IN (1, 4) AND /*access:r:self*/
          AND (EXISTS (SELECT 1 FROM Restriction w WHERE {Keeps})
            OR EXISTS (SELECT 1 FROM Withheld h WHERE h.ItemId = r.Id AND h.Grantee IN (t.Id, t.AgencyId)))
        """;

    private const string InsertLetThrough = $"""
        INSERT INTO LetThrough (ReferralId, RestrictionId)
        SELECT r.Id, w.Id
        FROM Referral r INNER JOIN Team t ON t.Id = r.ToTeamId INNER JOIN Restriction w ON {Keeps}
        WHERE r.Id = @referralId
        """;
}
