using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// Two records of one person: one operation a file. This file holds whose concern it is, and what several of them show.
/// </summary>
public sealed partial class MergeService(IDatabase database) : Wire.MergeService.MergeServiceBase
{
    // With which of the two a privacy officer is concerned; NOT_FOUND, alike for what is unknown, where with neither.
    private static async Task<Concern> ConcernAsync(Work work, Guid personId, Guid otherPersonId)
    {
        var of = (await work.ManyAsync<Guid>(SelectConcerns, new { personId, otherPersonId })).ToHashSet();
        return of.Count > 0
            ? new Concern { WithPerson = of.Contains(personId), WithOther = of.Contains(otherPersonId) }
            : throw Problem.NotFound();
    }

    // Which records are one person's with any of these, and with them everybody whom a joining or parting touches: all
    // of them are locked, and may have changed meanwhile.
    private async Task<On> OnAllAsync(Call call, Guid mergeId)
    {
        await using var look = await database.ReadAsync(call);
        var people = await look.ManyAsync<Guid>(SelectTouched, new { mergeId });
        await look.CommitAsync();
        return people.Select(On.Person).Aggregate(On.Own($"merge:{mergeId:N}"), (all, person) => all.And(person));
    }

    private static async Task RequireAllAsync(Work work, Guid mergeId, On on)
    {
        var people = await work.ManyAsync<Guid>(SelectTouched, new { mergeId });
        if (!people.TrueForAll(p => on.Names.Contains(On.Person(p).Names[0])))
        {
            throw Problem.Unavailable("TRY_AGAIN", "Another record is being joined. Try again.", 1);
        }
    }

    // What the caller may settle: a privacy officer what they are concerned with, a person what is about them.
    private static async Task<(Merge Merge, Concern? Concern)> FindAsync(Work work, Guid personId, Guid mergeId)
    {
        if (work.Call.Role == Role.PrivacyOfficer)
        {
            var theirs = await work.OneAsync<Merge>(SelectOfficers, new { personId, mergeId })
                ?? throw Problem.NotFound();
            return (theirs, await ConcernAsync(work, theirs.PersonId, theirs.OtherPersonId));
        }
        await work.EnterAsync(personId);
        return (await work.OneAsync<Merge>(SelectMerge, new { personId, mergeId }) ?? throw Problem.NotFound(), null);
    }

    // Where either of the two died, no sign-in settles it any more: privacy officers do.
    private static async Task RequireLivingAsync(Work work, Merge merge)
    {
        await OnPersonDied.RequireOthersAsync(work, merge.PersonId);
        await OnPersonDied.RequireOthersAsync(work, merge.OtherPersonId);
    }

    private static async Task TellAsync(Work work, Merge merge, string kind)
    {
        foreach (var told in await work.ManyAsync<Told>(SelectTold,
            new { merge.PersonId, merge.OtherPersonId, now = work.Now }))
        {
            await NoticeService.GiveAsync(work, new Notice
            {
                PersonId = told.PersonId,
                Kind = kind,
                AboutId = merge.Id,
                Recipient = NoticeRecipient.PrivacyOfficers,
                ToAgencyId = told.AgencyId,
                SinceTime = work.Now,
            });
        }
    }

    private static async Task EndTellingAsync(Work work, Merge merge)
    {
        await NoticeService.EndAsync(work, merge.PersonId, merge.Id, "merge_waiting");
        await NoticeService.EndAsync(work, merge.OtherPersonId, merge.Id, "merge_waiting");
    }

    private static Wire.Merge Show(Merge merge) => new()
    {
        MergeId = merge.Id.ToString("D"),
        PersonId = merge.PersonId.ToString("D"),
        OtherPersonId = merge.OtherPersonId.ToString("D"),
        State = (Wire.MergeState)(int)merge.State,
        Reason = merge.Reason,
        ProposeTime = SharingService.Show(merge.ProposedAt),
        AgencyId = merge.AgencyId.ToString("D"),
        AgreedAgencyId = merge.AgreedAgencyId?.ToString("D") ?? "",
        PersonAgreed = merge.PersonAgreedAt is not null,
        OtherAgreed = merge.OtherAgreedAt is not null,
        SettleTime = SharingService.Show(merge.SettledAt),
        EndReason = merge.EndReason ?? "",
        PartTime = SharingService.Show(merge.PartedAt),
    };

    private const string MergeColumns = """
        e.Id, e.PersonId, e.TeamId, e.HealthAuthored, e.EnteredInError, e.Version, e.OtherPersonId, e.State, e.Reason,
          e.AgencyId, e.ProposedIssuer, e.ProposedSubject, e.WithPerson, e.WithOther, e.ProposedAt, e.AgreedAgencyId,
          e.PersonAgreedAt, e.OtherAgreedAt, e.SettledAt, e.EndReason, e.PartedAt
        """;

    // An oversight duty in place of the access rule: a team of the officer's agency is involved with the person now,
    // the person has not kept the record from the agency, and it is not the officer's own or that of somebody close.
    private const string IsTheOfficersConcern = """
        EXISTS (SELECT 1 FROM Agreement ag WHERE ag.AgencyId = @callerAgency)
          AND g.Purpose IN ('support', 'adult_protection')
          AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @latest)
          AND EXISTS (SELECT 1 FROM Team t WHERE t.Id = g.Grantee AND t.AgencyId = @callerAgency)
          AND NOT EXISTS (
            SELECT 1 FROM Restriction w
            WHERE w.PersonId = g.PersonId AND w.Kind IS NULL AND w.Grantee = @callerAgency)
          AND NOT EXISTS (
            SELECT 1 FROM Kin k
            WHERE k.PersonId = g.PersonId AND k.Issuer = @callerIssuer AND k.Subject = @callerSubject)
        """;

    private const string SelectConcerns = $"""
        /*enter*/ SELECT DISTINCT g.PersonId
        FROM AccessGrant g
        WHERE g.PersonId IN (@personId, @otherPersonId) AND {IsTheOfficersConcern}
        """;

    private const string SelectMerge = $"""
        SELECT {MergeColumns}
        FROM PersonMerge e
        WHERE e.Id = @mergeId AND @personId IN (e.PersonId, e.OtherPersonId) AND e.EnteredInError = 0
        """;

    private const string SelectOfficers = $"""
        /*enter*/ SELECT {MergeColumns}
        FROM PersonMerge e
        WHERE e.Id = @mergeId AND @personId IN (e.PersonId, e.OtherPersonId) AND e.EnteredInError = 0
          AND EXISTS (
            SELECT 1 FROM AccessGrant g
            WHERE g.PersonId IN (e.PersonId, e.OtherPersonId) AND {IsTheOfficersConcern})
        """;

    private const string SelectTouched = """
        SELECT e.PersonId FROM PersonMerge e WHERE e.Id = @mergeId
        UNION SELECT e.OtherPersonId FROM PersonMerge e WHERE e.Id = @mergeId
        UNION SELECT g.Grantee
          FROM PersonMerge e INNER JOIN AccessGrant g ON g.PersonId IN (e.PersonId, e.OtherPersonId)
          WHERE e.Id = @mergeId AND g.Purpose = 'self' AND g.UntilTime IS NULL
        """;

    // The officers of every agency that is involved with either, each about whom they know.
    private const string SelectTold = """
        SELECT t.AgencyId, MIN(g.PersonId) AS PersonId
        FROM AccessGrant g INNER JOIN Team t ON t.Id = g.Grantee
        WHERE g.PersonId IN (@personId, @otherPersonId) AND g.Purpose IN ('support', 'adult_protection')
          AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @now)
        GROUP BY t.AgencyId
        """;

    internal const string UpdateMerge = """
        UPDATE PersonMerge SET Version = @Version, State = @State, AgreedAgencyId = @AgreedAgencyId,
          PersonAgreedAt = @PersonAgreedAt, OtherAgreedAt = @OtherAgreedAt, SettledAt = @SettledAt,
          EndReason = @EndReason, PartedAt = @PartedAt
        WHERE Id = @Id AND Version = @Version - 1
        """;

    private sealed record Told
    {
        public Guid AgencyId { get; init; }
        public Guid PersonId { get; init; }
    }
}
