using System.Text.Json;
using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Access.V1;

namespace PersonalOutcomes.Access;

internal sealed partial class AccessService
{
    private const string AlwaysSaid = "Some entries may be held back by law.";

    /// <summary>One entry a call, whatever it wrote and showed, as the list was when its first page was read.</summary>
    [Roles(Role.Person | Role.PrivacyOfficer)]
    public override async Task<Wire.ListEntriesResponse> ListEntries(
        Wire.ListEntriesRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var isOfficer = call.Role == Role.PrivacyOfficer;
        var (journal, reads) = await database.HeadsAsync();

        await using var work = await database.ReadAsync(call);
        if (!isOfficer)
        {
            await work.EnterAsync(personId);
        }
        else if (await work.OneAsync<int>(SelectIsOwn, new { personId }) == 0)
        {
            throw Problem.NotFound();
        }
        var page = Page.Of(request.PageSize, request.PageToken, work);
        page = page.AsOf.Count > 0 ? page : page with { AsOf = [journal.Position, reads.Position] };
        var from = page with { Skip = page.Skip + Math.Clamp(request.Skip, 0, 1_000_000) };
        var agency = isOfficer ? call.Agency : null;
        var (journalTo, readsTo) = (page.AsOf[0], page.AsOf[1]);
        var found = await work.ManyAsync<Noted>(SelectCalls,
            new { personId, agency, journalTo, readsTo, take = page.Take + 1, from.Skip });
        var calls = found.Take(page.Take).ToList();
        var (first, last) = (calls.LastOrDefault()?.NotedAt, calls.FirstOrDefault()?.NotedAt);
        var items = (await work.ManyAsync<Noted>(SelectItems,
            new { personId, agency, journalTo, readsTo, first, last })).ToLookup(n => n.ByCall, n => n.Items);
        work.Showed(personId);
        await work.CommitAsync();

        return new Wire.ListEntriesResponse
        {
            Entries = { calls.Select(c => Show(c, items[c.ByCall].SelectMany(i => i), isOfficer)) },
            NextPageToken = from.Next(found.Count, work),
            SamePageToken = page.Same(work),
            Notice = AlwaysSaid,
        };
    }

    private static Wire.Entry Show(Noted call, IEnumerable<Guid> items, bool isOfficer) => new()
    {
        RecordTime = Columns.Text(call.NotedAt),
        Rpc = call.Rpc,
        Wrote = call.Wrote,
        Role = JsonNamingPolicy.SnakeCaseLower.ConvertName(((Role)call.Role).ToString()),
        Purpose = call.Purpose,
        TeamId = call.TeamId?.ToString("D") ?? "",
        AgencyId = call.AgencyId?.ToString("D") ?? "",
        ItemIds = { items.Distinct().Select(i => i.ToString("D")) },
        Issuer = isOfficer ? call.Issuer : "",
        Subject = isOfficer ? call.Subject : "",
    };

    // An officer answers for what their own agency did, and knows of nobody whom it never came near.
    private const string SelectIsOwn = """
        /*enter*/ SELECT CASE WHEN EXISTS (SELECT 1 FROM Agreement a WHERE a.AgencyId = @callerAgency) AND (
            EXISTS (SELECT 1 FROM Journal j WHERE j.Stream = @personId AND j.AgencyId = @callerAgency)
            OR EXISTS (SELECT 1 FROM ReadEntry r WHERE r.PersonId = @personId AND r.AgencyId = @callerAgency))
          THEN 1 ELSE 0 END
        """;

    private const string ACall = "e.NotedAt, e.Rpc, e.Issuer, e.Subject, e.TraceParent";

    private const string FromBoth = """
        FROM (
          SELECT j.RecordedAt AS NotedAt, j.Rpc, j.Issuer, j.Subject, j.TraceParent, j.Role, j.Purpose, j.TeamId,
            j.AgencyId, j.Position, 1 AS Wrote, j.ItemId, NULL AS Shown
          FROM Journal j
          WHERE j.Stream = @personId AND j.Position <= @journalTo AND (@agency IS NULL OR j.AgencyId = @agency)
          UNION ALL
          SELECT r.ReadAt, r.Rpc, r.Issuer, r.Subject, r.TraceParent, r.Role, r.Purpose, r.TeamId, r.AgencyId,
            r.Position, 0, NULL, r.Shown
          FROM ReadEntry r
          WHERE r.PersonId = @personId AND r.Position <= @readsTo AND (@agency IS NULL OR r.AgencyId = @agency)) e
        """;

    private const string SelectCalls = $"""
        SELECT {ACall}, e.Role, e.Purpose, e.TeamId, e.AgencyId, MAX(e.Wrote) AS Wrote
        {FromBoth}
        GROUP BY {ACall}, e.Role, e.Purpose, e.TeamId, e.AgencyId
        ORDER BY e.NotedAt DESC, MAX(e.Position) DESC, e.Rpc, e.TraceParent, e.Subject /*page*/
        """;

    private const string SelectItems = $"""
        SELECT {ACall}, e.ItemId, e.Shown
        {FromBoth}
        WHERE e.NotedAt >= @first AND e.NotedAt <= @last
        ORDER BY e.Position
        """;

    private sealed record Noted
    {
        public DateTimeOffset NotedAt { get; init; }
        public string Rpc { get; init; } = "";
        public string Issuer { get; init; } = "";
        public string Subject { get; init; } = "";
        public string? TraceParent { get; init; }
        public int Role { get; init; }
        public string Purpose { get; init; } = "";
        public Guid? TeamId { get; init; }
        public Guid? AgencyId { get; init; }
        public bool Wrote { get; init; }
        public Guid? ItemId { get; init; }
        public Guid[]? Shown { get; init; }
        public (DateTimeOffset, string, string, string, string?) ByCall => (NotedAt, Rpc, Issuer, Subject, TraceParent);
        public Guid[] Items => ItemId is { } item ? [item] : Shown ?? [];
    }
}
