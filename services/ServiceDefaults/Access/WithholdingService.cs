using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;

namespace PersonalOutcomes.Access;

/// <summary>
/// What hangs on an entry and is withheld with it, where the statement that shows it does not ask for the entry itself:
/// a statement that gives the ids of what hangs directly on <c>@item</c>.
/// </summary>
public sealed record Hanging(string Select);

/// <summary>Who sees one entry, decided after its birth, whatever it is; see withholding.proto.</summary>
internal sealed class WithholdingService(IDatabase database, Hanging? hanging = null)
    : V1.WithholdingService.WithholdingServiceBase
{
    [Roles(Role.Person | Role.Staff)]
    public override Task<WithholdItemResponse> WithholdItem(WithholdItemRequest request, ServerCallContext call) =>
        OnAsync<WithholdItemResponse>(request, request.PersonId, request.ItemId, null, call, async (work, who, item) =>
        {
            var from = Check.Ids(request.WithheldFrom);
            await work.WithholdAsync(who, item, from);
            return new ItemWithheld(item, who, from);
        });

    [Roles(Role.Person | Role.Staff)]
    public override Task<ShowItemResponse> ShowItem(ShowItemRequest request, ServerCallContext call) =>
        OnAsync<ShowItemResponse>(request, request.PersonId, request.ItemId, null, call, async (work, who, item) =>
        {
            // What the person, or another team, withheld from somebody is not for this team to show them.
            var others = work.Team is null ? []
                : await work.ManyAsync<string>(SelectOthers, new { person = who, item, work.Team });
            Guid[] to = [.. Check.Ids(request.ShowTo).Where(t => !others.Exists(e => e.Contains(t.ToString("D"))))];
            await work.ShowAsync(item, to);
            return new ItemShown(item, who, to);
        });

    [Roles(Role.Staff)]
    public override Task<ReleaseItemResponse> ReleaseItem(ReleaseItemRequest request, ServerCallContext call) =>
        OnAsync<ReleaseItemResponse>(request, request.PersonId, request.ItemId,
            Check.Words(request.Reason, 1000), call, async (work, who, item) =>
        {
            await work.ReleaseAsync(who, item);
            return work.Health
                ? new ItemReleased(item, who)
                : throw Problem.Refused("NOT_OF_A_HEALTH_BODY", "Only somebody of a health body's team releases it.");
        });

    // A reason is for a release, which is of one entry alone.
    private async Task<T> OnAsync<T>(IMessage request, string personId, string itemId, string? reason,
        ServerCallContext context, Func<Work, Guid, Guid, Task<object>> decide) where T : new()
    {
        var (person, item) = (Check.Id(personId, "person_id"), Check.Id(itemId, "item_id"));
        await using var work = await database.BeginAsync(On.Person(person), Call.Of(context));
        await work.EnterAsync(person);
        var type = await work.OneAsync<string>(SelectItem, new { person, item, work.Team });
        if (person == item || type is null || (work.Team is not null && await work.IsHiddenAsync(person, type)))
        {
            throw Problem.NotFound();
        }
        if (await work.RepeatedAsync<string>(request, person) is null)
        {
            List<Guid> items = [item];
            for (var next = 0; next < items.Count; next++)
            {
                work.Record(person, items[next], await decide(work, person, items[next]), reason ?? "");
                items.AddRange(hanging is null || reason is not null
                    ? [] : (await work.ManyAsync<Guid>(hanging.Select, new { item = items[next] })).Except(items));
            }
            await work.CommitAsync();
        }
        return new T();
    }

    // The journal knows every entry of every service: whose it is, and what, its first line says.
    private const string SelectItem = $"""
        /*enter*/ SELECT COALESCE(j.SnapshotType, '') FROM Journal j
        WHERE j.Position = (SELECT MIN(f.Position) FROM Journal f WHERE f.Stream = @person AND f.ItemId = @item)
          AND NOT EXISTS (SELECT 1 FROM Withheld w WHERE w.ItemId = @item AND {AccessMark.FromTheCaller})
          AND (@callerCapacity = 'self' OR j.TeamId = @team OR (
            EXISTS (SELECT 1 FROM TakingPart t WHERE t.ItemId = @item AND t.TeamId = @team)
            AND NOT EXISTS (SELECT 1 FROM PrivateTeam pt WHERE pt.PersonId = @person AND pt.TeamId = j.TeamId
              AND pt.FromTime <= @latest)))
        """;

    private const string SelectOthers = """
        SELECT j.EventJson FROM Journal j WHERE j.Stream = @person AND j.ItemId = @item AND j.Type <> 'ItemShown'
          AND j.EventJson IS NOT NULL AND (j.TeamId IS NULL OR j.TeamId <> @team)
        """;
}
