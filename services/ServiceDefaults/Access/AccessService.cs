using System.Text.Json;
using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Access.V1;

namespace PersonalOutcomes.Access;

/// <summary>Who has looked, and who has written, in this service; see access.proto.</summary>
internal sealed class AccessService(IDatabase database) : Wire.AccessService.AccessServiceBase
{
    /// <summary>One entry a call, whatever it wrote and showed, as the list was when its first page was read.</summary>
    [Roles(Role.Person | Role.PrivacyOfficer)]
    public override async Task<Wire.ListEntriesResponse> ListEntries(
        Wire.ListEntriesRequest request, ServerCallContext context)
    {
        var (call, personId) = (Call.Of(context), Check.Id(request.PersonId));
        var (mergeId, itemId) = (Check.OptionalId(request.MergeId), Check.OptionalId(request.ItemId));
        var heads = await database.HeadsAsync();

        await using var work = await database.ReadAsync(call);
        Guid? agency = call.Role == Role.PrivacyOfficer ? call.Agency ?? Guid.Empty : null;
        if (agency is null)
        {
            await work.EnterAsync(personId);
        }
        // Whoever answers for a mistake is told who saw it, of whatever agency.
        var removed = itemId is null || agency is null ? [] : await work.ManyAsync<Removal>(
            Removal.Select, new { personId, itemId, agency });
        var first = Page.Of(request.PageSize, request.PageToken, work);
        first = first with { AsOf = first.AsOf ?? (heads.Journal.Position, heads.Reads.Position) };
        var page = first with { Skip = first.Skip + Math.Clamp(request.Skip, 0, 1_000_000) };
        var (journal, reads) = page.AsOf!.Value;
        var calls = await work.ManyAsync<Noted>(SelectCalls,
            new { personId, agency, mergeId, itemId, removed.Count, journal, reads, take = page.Take + 1, page.Skip });
        // An officer answers for what their own agency did, and knows of nobody whom it never came near.
        if (agency is not null && calls.Count == 0)
        {
            throw Problem.NotFound();
        }
        work.Showed(personId);
        await work.CommitAsync();

        return new Wire.ListEntriesResponse
        {
            Entries = { calls.Take(page.Take).Select(c => Show(c, agency is not null && c.AgencyId == agency)) },
            NextPageToken = page.Next(calls.Count, work),
            SamePageToken = first.Same(work),
            Removed = { removed.Select(r => r.Show(isOfficers: true)) },
            Notice = "Some entries may be held back by law.",
        };
    }

    private static Wire.Entry Show(Noted call, bool isOfficers) => new()
    {
        RecordTime = Columns.Text(call.NotedAt),
        Rpc = call.Rpc,
        Wrote = call.Wrote,
        Role = Tokens.Spelt((Role)call.Role),
        Purpose = call.Purpose,
        TeamId = $"{call.TeamId}",
        AgencyId = $"{call.AgencyId}",
        ItemIds = { JsonSerializer.Deserialize<Guid[][]>($"[{call.Items}]")!.SelectMany(i => i).Select(i => $"{i}") },
        Issuer = isOfficers ? call.Issuer : "",
        Subject = isOfficers ? call.Subject : "",
    };

    private const string SelectCalls = """
        /*enter*/ SELECT e.NotedAt, e.Rpc, e.Issuer, e.Subject, e.Role, e.Purpose, e.TeamId, e.AgencyId,
          MAX(e.Wrote) AS Wrote, STRING_AGG(e.Items, ',') AS Items
        FROM Noted e
        WHERE e.PersonId = @personId AND e.Position <= CASE WHEN e.Wrote = 1 THEN @journal ELSE @reads END
          AND (@agency IS NULL OR e.AgencyId IN (SELECT a.AgencyId FROM Agreement a WHERE a.AgencyId = @agency)
            OR (@mergeId IS NOT NULL AND e.AgencyId IS NULL)
            OR (@Count > 0 AND NOT EXISTS (
              SELECT 1 FROM PrivateTeam pt WHERE pt.PersonId = @personId AND pt.TeamId = e.TeamId)))
          AND (@itemId IS NULL OR e.Items LIKE CONCAT('%', @itemId, '%'))
          AND (@mergeId IS NULL OR (e.Wrote = 1 AND EXISTS (
            SELECT 1 FROM AccessGrant g WHERE g.PersonId = @personId AND g.Id = @mergeId AND g.Purpose = 'self'
              AND g.FromTime <= e.NotedAt AND (g.UntilTime IS NULL OR g.UntilTime >= e.NotedAt))))
        GROUP BY e.NotedAt, e.Rpc, e.Issuer, e.Subject, e.Role, e.Purpose, e.TeamId, e.AgencyId, e.TraceParent
        ORDER BY e.NotedAt DESC, MAX(e.Position) DESC, e.Rpc, e.TraceParent, e.Subject /*page*/
        """;

    [method: Dapper.ExplicitConstructor]
    private sealed record Noted(DateTimeOffset NotedAt, string Rpc, string Issuer, string Subject, int Role,
        string Purpose, Guid? TeamId, Guid? AgencyId, bool Wrote, string Items);
}
