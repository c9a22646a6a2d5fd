using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>That a person died was a mistake in the record: everything is as before.</summary>
    [Roles(Role.PrivacyOfficer)]
    public override async Task<Wire.ReverseDeathResponse> ReverseDeath(
        Wire.ReverseDeathRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);
        var reason = Check.Words(request.Reason, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        if (await work.OneAsync<int>(CountOverseen, new { personId }) == 0)
        {
            throw Problem.NotFound();
        }
        if (await work.RepeatedAsync<DeathRecord>(request, personId) is { } earlier)
        {
            return new Wire.ReverseDeathResponse { Death = Show(earlier) };
        }
        var standing = await work.OneAsync<DeathRecord>(SelectDeath, new { personId }) ?? throw DeathRecord.NotDied();
        var reversed = await ReverseAsync(work, standing, reason) ?? throw DeathRecord.NotDied();
        foreach (var other in await work.ManyAsync<Guid>(Grants.SelectSameAs, new { personId }))
        {
            if (await work.OneAsync<DeathRecord>(SelectDeath, new { personId = other }) is { } also)
            {
                await ReverseAsync(work, also, "It was taken back.");
            }
        }
        await work.CommitAsync();

        return new Wire.ReverseDeathResponse { Death = Show(reversed) };
    }

    /// <summary>A record that is another person's after all says no more that they died, for that other did.</summary>
    internal static async Task OnPersonUnmergedAsync(PersonUnmerged e, Work work)
    {
        var of = new { e.PersonId, e.OtherPersonId };
        if (await work.OneAsync<DeathRecord>(SelectFollowing, of) is not { } death
            || await ReverseAsync(work, death, "It was of somebody else.") is null)
        {
            return;
        }
        // Another record that is still theirs may have been told of it too.
        foreach (var other in await work.ManyAsync<Guid>(Grants.SelectSameAs, new { e.PersonId }))
        {
            if (await work.OneAsync<DeathRecord>(SelectDeath, new { personId = other }) is { FollowsId: null } told)
            {
                await FollowAsync(work, told, e.PersonId);
            }
        }
    }

    // Null where it was taken back meanwhile.
    private static async Task<DeathRecord?> ReverseAsync(Work work, DeathRecord standing, string reason)
    {
        var reversed = standing.Reverse(reason, work.Now);
        if (await work.WriteAsync(UpdateReversed, reversed) == 0)
        {
            return null;
        }
        work.Record(reversed.PersonId, reversed.Id, new DeathReversed(reversed.Id, reversed.PersonId), reversed);
        return reversed;
    }

    private const string CountOverseen = $"""
        /*enter*/ SELECT COUNT(*)
        FROM Person p
        WHERE p.Id = @personId AND {MayOversee} AND ({InvolvedNow}
            OR EXISTS (
              SELECT 1 FROM DeathRecord d
              WHERE d.PersonId = p.Id AND d.AgencyId = @callerAgency AND d.FollowsId IS NULL))
        """;

    // An oversight duty in place of the access rule: the officer's agency has signed, recorded what is overseen or is
    // involved with the person now, and the person has not withheld their record from it; nor is it the officer's own,
    // or that of somebody close.
    private const string MayOversee = """
        p.EnteredInError = 0
          AND EXISTS (SELECT 1 FROM Agreement ag WHERE ag.AgencyId = @callerAgency)
          AND NOT EXISTS (SELECT 1 FROM Withheld w WHERE w.ItemId = p.Id AND w.Grantee = @callerAgency)
          AND NOT EXISTS (
            SELECT 1 FROM Restriction r
            WHERE r.PersonId = p.Id AND r.Kind IS NULL AND r.Grantee = @callerAgency)
          AND NOT EXISTS (
            SELECT 1 FROM Kin k
            WHERE k.PersonId = p.Id AND k.Issuer = @callerIssuer AND k.Subject = @callerSubject)
        """;

    private const string InvolvedNow = """
        EXISTS (
              SELECT 1 FROM AccessGrant g INNER JOIN Member m ON m.Grantee = g.Grantee
              WHERE g.PersonId = p.Id AND m.AgencyId = @callerAgency
                AND g.Purpose IN ('support', 'adult_protection')
                AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @latest))
        """;

    private const string SelectFollowing = $"""
        {SelectDeath}
          AND EXISTS (SELECT 1 FROM DeathRecord o WHERE o.Id = d.FollowsId AND o.PersonId = @otherPersonId)
        """;

    private const string UpdateReversed = """
        UPDATE DeathRecord SET Version = @Version, ReversedAt = @ReversedAt, ReverseReason = @ReverseReason
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
