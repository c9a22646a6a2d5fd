using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// Records of one person. A joining is an alias and nothing more: it grants the person themselves the other record, and
/// what is kept from somebody in one is kept from them in each. Entries stay under the id they were recorded with.
/// </summary>
internal static class SamePerson
{
    /// <summary>The records that two people's are one with become one with each other.</summary>
    internal static async Task JoinAsync(Work work, Merge merge)
    {
        Guid[] one = [merge.PersonId, .. await OthersAsync(work, merge.PersonId)];
        Guid[] other = [merge.OtherPersonId, .. await OthersAsync(work, merge.OtherPersonId)];
        foreach (var (a, b) in one.SelectMany(a => other.Select(b => (a, b))))
        {
            await InheritAsync(work, merge, a, b);
            await InheritAsync(work, merge, b, a);
        }
    }

    /// <summary>What this joining, and it alone, made one is two again.</summary>
    internal static async Task PartAsync(Work work, Merge merge)
    {
        var pairs = await work.ManyAsync<Pair>(SelectPairs, new { merge.Id });
        foreach (var pair in pairs)
        {
            var happened = new PersonUnmerged(merge.Id, pair.PersonId, pair.OtherPersonId, work.Now);
            await Grants.ApplyAsync(happened, work);
            work.Record(pair.PersonId, merge.Id, happened, merge);
        }
        foreach (var personId in pairs.Select(p => p.PersonId).Distinct())
        {
            Guid[] own = [personId, .. await OthersAsync(work, personId)];
            var inherited = new { personId, own = Each.Of(own) };
            foreach (var kept in await work.ManyAsync<RestrictionSet>(SelectInherited, inherited))
            {
                var lifted = new RestrictionsLifted(personId, [kept.RestrictionId]);
                await Grants.ApplyAsync(lifted, work);
                work.Record(personId, kept.RestrictionId, lifted);
            }
            foreach (var kin in await work.ManyAsync<KinDeclared>(SelectInheritedKin, inherited))
            {
                var withdrawn = new KinWithdrawn(personId, kin.Issuer, kin.Subject);
                await Grants.ApplyAsync(withdrawn, work);
                work.Record(personId, personId, withdrawn);
            }
        }
    }

    /// <summary>What is kept from somebody from now on is kept from them in every record of the person.</summary>
    internal static async Task RestrictAsync(Work work, RestrictionSet set)
    {
        foreach (var personId in await OthersAsync(work, set.PersonId))
        {
            await RecordAsync(work, set with { PersonId = personId });
        }
    }

    /// <summary>What is kept from somebody no more, is so in every record of the person.</summary>
    internal static async Task LiftAsync(Work work, RestrictionsLifted lifted)
    {
        foreach (var personId in await OthersAsync(work, lifted.PersonId))
        {
            var also = lifted with { PersonId = personId };
            await Grants.ApplyAsync(also, work);
            work.Record(personId, also.RestrictionIds[0], also);
        }
    }

    /// <summary>As much is told of each of the person's records, whether or not anything had been kept.</summary>
    internal static async Task LiftAsync(Work work, Guid[] records, IEnumerable<Guid> restrictionIds, object said)
    {
        foreach (var personId in records)
        {
            var lifted = new RestrictionsLifted(personId, [.. restrictionIds]);
            await Grants.ApplyAsync(lifted, work);
            work.Record(personId, personId, lifted, said);
        }
    }

    /// <summary>The ids under which the person has records, this one first.</summary>
    internal static async Task<Guid[]> RecordsAsync(Work work, Guid personId) =>
        [personId, .. await OthersAsync(work, personId)];

    /// <summary>Whoever is close to the person is so in every record.</summary>
    internal static async Task DeclareAsync(Work work, KinDeclared declared)
    {
        foreach (var personId in await OthersAsync(work, declared.PersonId))
        {
            await RecordAsync(work, declared with { PersonId = personId });
        }
    }

    /// <summary>Whoever is close no more is so in no record, unless it was said of another one as well.</summary>
    internal static async Task WithdrawAsync(Work work, KinWithdrawn withdrawn)
    {
        var others = await OthersAsync(work, withdrawn.PersonId);
        if (await work.OneAsync<int>(CountStillKin,
            new { others = Each.Of(others), withdrawn.Issuer, withdrawn.Subject }) > 0)
        {
            await RecordAsync(work, new KinDeclared(withdrawn.PersonId, withdrawn.Issuer, withdrawn.Subject));
            return;
        }
        foreach (var personId in others)
        {
            var also = withdrawn with { PersonId = personId };
            await Grants.ApplyAsync(also, work);
            work.Record(personId, personId, also);
        }
    }

    private static Task<List<Guid>> OthersAsync(Work work, Guid personId) =>
        work.ManyAsync<Guid>(Grants.SelectSameAs, new { personId });

    private static async Task InheritAsync(Work work, Merge merge, Guid personId, Guid from)
    {
        // Before the person reaches it, so that nobody sees it come.
        foreach (var set in await work.ManyAsync<RestrictionSet>(SelectRestrictions, new { personId, from }))
        {
            await RecordAsync(work, set with { PersonId = personId });
        }
        foreach (var kin in await work.ManyAsync<KinDeclared>(SelectKin, new { personId, from }))
        {
            await RecordAsync(work, kin with { PersonId = personId });
        }
        var happened = new PersonMerged(merge.Id, personId, from, work.Now);
        await Grants.ApplyAsync(happened, work);
        work.Record(personId, merge.Id, happened, merge);
    }

    private static async Task RecordAsync(Work work, RestrictionSet set)
    {
        await Grants.ApplyAsync(set, work);
        work.Record(set.PersonId, set.RestrictionId, set);
    }

    private static async Task RecordAsync(Work work, KinDeclared declared)
    {
        await Grants.ApplyAsync(declared, work);
        work.Record(declared.PersonId, declared.PersonId, declared);
    }

    private const string SelectPairs = """
        SELECT g.PersonId, g.Grantee AS OtherPersonId FROM AccessGrant g
        WHERE g.Id = @id AND g.Purpose = 'self' AND g.UntilTime IS NULL
        ORDER BY g.PersonId, g.Grantee
        """;

    private const string SelectRestrictions = """
        SELECT r.Id AS RestrictionId, r.PersonId, r.Grantee, r.Kind
        FROM Restriction r
        WHERE r.PersonId = @from
          AND NOT EXISTS (SELECT 1 FROM Restriction h WHERE h.PersonId = @personId AND h.Id = r.Id)
        """;

    private const string SelectKin = """
        SELECT k.PersonId, k.Issuer, k.Subject
        FROM Kin k
        WHERE k.PersonId = @from AND NOT EXISTS (
          SELECT 1 FROM Kin h WHERE h.PersonId = @personId AND h.Issuer = k.Issuer AND h.Subject = k.Subject)
        """;

    private const string CountStillKin = """
        SELECT COUNT(*) FROM Kinship h
        WHERE h.PersonId IN (/*each:@others*/) AND h.Issuer = @issuer AND h.Subject = @subject
          AND h.WithdrawnAt IS NULL
        """;

    // Set in a record that is not the person's any more.
    private const string SelectInherited = """
        SELECT r.Id AS RestrictionId, r.PersonId, r.Grantee, r.Kind
        FROM Restriction r
        WHERE r.PersonId = @personId
          AND NOT EXISTS (SELECT 1 FROM SaidRestriction s WHERE s.Id = r.Id AND s.PersonId IN (/*each:@own*/))
          AND NOT EXISTS (SELECT 1 FROM Objection b WHERE b.Id = r.Id AND b.PersonId IN (/*each:@own*/))
        """;

    private const string SelectInheritedKin = """
        SELECT k.PersonId, k.Issuer, k.Subject
        FROM Kin k
        WHERE k.PersonId = @personId AND NOT EXISTS (
          SELECT 1 FROM Kinship h
          WHERE h.PersonId IN (/*each:@own*/) AND h.Issuer = k.Issuer AND h.Subject = k.Subject
            AND h.WithdrawnAt IS NULL)
        """;

    private sealed record Pair
    {
        public Guid PersonId { get; init; }
        public Guid OtherPersonId { get; init; }
    }
}
