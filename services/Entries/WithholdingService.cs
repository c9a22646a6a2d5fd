using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;

namespace PersonalOutcomes.Entries;

/// <summary>Who sees one entry, decided after its birth, whatever it is; see withholding.proto.</summary>
internal sealed partial class WithholdingService(IDatabase database, OwnEntries own)
    : Access.V1.WithholdingService.WithholdingServiceBase
{
    [Roles(Role.Person | Role.Staff)]
    public override Task<WithholdItemResponse> WithholdItem(WithholdItemRequest request, ServerCallContext call)
    {
        var from = Check.Ids(request.WithheldFrom);
        return OnAsync<WithholdItemResponse>(request, request.PersonId, request.ItemId, own.Hanging, call,
            async (work, who, items) =>
        {
            foreach (var item in items)
            {
                await work.WithholdAsync(who, item, from);
                work.Record(who, item, new ItemWithheld(item, who, from), "");
            }
        });
    }

    [Roles(Role.Person | Role.Staff)]
    public override Task<ShowItemResponse> ShowItem(ShowItemRequest request, ServerCallContext call)
    {
        var shown = Check.Ids(request.ShowTo);
        return OnAsync<ShowItemResponse>(request, request.PersonId, request.ItemId, own.Hanging, call,
            async (work, who, items) =>
        {
            // What the person, or another team, withheld from somebody is not for this team to show them; nor what goes
            // with it, of which they would see a part and take it for the whole.
            List<string> others = [];
            foreach (var item in work.Team is null ? [] : items)
            {
                others.AddRange(
                    await work.ManyAsync<string>(SelectOthers, new { person = who, item, work.Team }));
            }
            Guid[] to = [.. shown.Where(t => !others.Exists(e => e.Contains(t.ToString("D"))))];
            foreach (var item in items)
            {
                await work.ShowAsync(item, to);
                work.Record(who, item, new ItemShown(item, who, to), "");
            }
        });
    }

    // A release is of one entry alone.
    [Roles(Role.Staff)]
    public override Task<ReleaseItemResponse> ReleaseItem(ReleaseItemRequest request, ServerCallContext call)
    {
        var reason = Check.Words(request.Reason, 1000);
        return OnAsync<ReleaseItemResponse>(request, request.PersonId, request.ItemId, null, call,
            async (work, who, items) =>
        {
            await work.ReleaseAsync(who, items[0]);
            work.Record(who, items[0], work.Health ? new ItemReleased(items[0], who)
                : throw Problem.Refused("NOT_OF_A_HEALTH_BODY", "Only somebody of a health body's team releases it."),
                reason);
        });
    }

    // Whose it is to decide is asked here, once for all five; each decides over the entry and what goes with it.
    private async Task<T> OnAsync<T>(IMessage request, string personId, string itemId, string? with,
        ServerCallContext context, Func<Work, Guid, List<Guid>, Task> decide, Moving? moving = null) where T : new()
    {
        var (call, person, item) = (Call.Of(context), Check.Id(personId, "person_id"), Check.Id(itemId, "item_id"));
        var officers = call.Role == Role.PrivacyOfficer ? call.Agency : null;
        var mistake = request is EnterInErrorRequest or MoveItemRequest;
        await using var work = await database.BeginAsync(
            moving is null ? On.Person(person) : On.People(person, moving.ToPersonId), call);
        if (moving is not null)
        {
            await work.EnterAsync(moving.ToPersonId);
        }
        var there = work.Team;
        if (officers is null)
        {
            await work.EnterAsync(person);
        }
        var entry = await work.OneAsync<First>(SelectFirst, new { person, item, work.Team, officers, mistake });
        // Nothing goes from one of the caller's teams to somebody whom only another of them knows.
        if (person == item || entry is null || (entry.Removed && !mistake)
            || (moving is not null && there != work.Team)
            || (work.Team is not null && await work.IsHiddenAsync(person, entry.Type, mistake ? "" : "self")))
        {
            throw Problem.NotFound();
        }
        if (moving is not null)
        {
            // In each record the call is about what stands there.
            work.Showed(moving.ToPersonId, moving.NewId(item));
        }
        if (await work.RepeatedAsync<object>(request, person) is null)
        {
            if (entry.Removed)
            {
                throw Problem.Refused("ENTERED_IN_ERROR", "It has been entered in error already.", "item_id");
            }
            if (call.Role == Role.Person)
            {
                await own.RequireLivingAsync(
                    work, person, "person_id", "The person died. Nothing is decided in their name any more.");
            }
            List<Guid> items = [item];
            for (var next = 0; next < items.Count; next++)
            {
                var of = new { who = person, item = items[next] };
                items.AddRange(with is null ? [] : (await work.ManyAsync<Guid>(with, of)).Except(items));
            }
            await decide(work, person, items);
            await work.CommitAsync();
        }
        return new T();
    }

    // The journal knows every entry of every service: whose it is, and what, its first line says. Of a mistake decides
    // whoever made it, and the officer who answers for them.
    private const string SelectFirst = $"""
        /*enter*/ SELECT COALESCE(j.SnapshotType, '') AS Type,
          (SELECT COUNT(*) FROM Removal e WHERE e.PersonId = @person AND e.ItemId = @item) AS Removed
        FROM Journal j
        WHERE j.Position = (SELECT MIN(f.Position) FROM Journal f WHERE f.Stream = @person AND f.ItemId = @item)
          AND (j.TeamId = @team
            OR j.AgencyId = @officers
            OR (@callerCapacity = 'self' AND (@mistake = 0 OR j.TeamId IS NULL))
            OR (@mistake = 0 AND EXISTS (SELECT 1 FROM TakingPart t WHERE t.ItemId = @item AND t.TeamId = @team)
              AND NOT EXISTS (SELECT 1 FROM PrivateTeam pt WHERE pt.PersonId = @person AND pt.TeamId = j.TeamId
                AND pt.FromTime <= @latest)))
          AND (@officers IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM Withheld w WHERE w.ItemId = @item AND {AccessMark.FromTheCaller}))
        """;

    private const string SelectOthers = """
        SELECT j.EventJson FROM Journal j WHERE j.Stream = @person AND j.ItemId = @item AND j.Type <> 'ItemShown'
          AND j.EventJson IS NOT NULL AND (j.TeamId IS NULL OR j.TeamId <> @team)
        """;

    [method: Dapper.ExplicitConstructor]
    private sealed record First(string Type, bool Removed);
}
