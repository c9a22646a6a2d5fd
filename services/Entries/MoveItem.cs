using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Entries;

// What stands in the wrong record is recorded in the right one as it was said, and is entered in error where it was.
// Nothing in either record tells of the other; the mistake itself does, to the officers concerned.
internal sealed partial class WithholdingService
{
    [Roles(Role.Staff)]
    public override async Task<MoveItemResponse> MoveItem(MoveItemRequest request, ServerCallContext call)
    {
        var moving = new Moving(Check.Id(request.PersonId), Check.Id(request.ItemId), Check.Id(request.ToPersonId),
            Check.Ids(request.WithheldFrom));
        if (moving.PersonId == moving.ToPersonId)
        {
            throw Problem.Invalid("to_person_id", "SAME_PERSON", "It is in that record already.");
        }
        var response = await OnAsync<MoveItemResponse>(request, request.PersonId, request.ItemId, own.With, call,
            (work, _, items) => MoveAsync(work, moving, items), moving);
        response.ItemId = $"{moving.NewId(moving.ItemId)}";
        return response;
    }

    // The team's own goes with it; what another team wrote in it is gone, and theirs to record anew. All of it is moved
    // before any of it is removed: each kind reads what an entry hangs on.
    private async Task MoveAsync(Work work, Moving moving, List<Guid> items)
    {
        var who = moving.PersonId;
        var words = $"It is recorded anew in the record of {moving.ToPersonId}.";
        // First of all, since a repeat is answered from what was recorded first.
        work.Record(who, moving.ItemId, new EnteredInError(moving.ItemId, who),
            new Mistake(MistakeReason.WrongRecord, words));
        foreach (var item in items)
        {
            var others = await work.OneAsync<int>(CountOthers, new { who, item, work.Team }) > 0;
            if (others && item == moving.ItemId)
            {
                // What they wrote is not this team's to take to somebody whom they may not know.
                throw Problem.Refused("OTHERS_WROTE_TOO",
                    "Others wrote in it. Enter it in error, and record yours anew.", "item_id");
            }
            var withheld = moving.WithheldFrom.Union(await work.WithheldFromAsync(item));
            var moved = !others && await own.Move(work, moving with { ItemId = item, WithheldFrom = [.. withheld] });
            if (!moved && item == moving.ItemId)
            {
                throw Problem.Refused(
                    "NOT_MOVED", "Enter it in error, and record it anew where it belongs.", "item_id");
            }
            if (item != moving.ItemId)
            {
                // Those who answer for what was not moved are told of nobody else.
                work.Record(who, item, new EnteredInError(item, who),
                    new Mistake(MistakeReason.WrongRecord, moved ? words : null));
            }
        }
        foreach (var item in items)
        {
            await work.WriteAsync(own.Remove, new { who, item });
        }
    }

    private const string CountOthers = """
        SELECT COUNT(*) FROM Journal j
        WHERE j.Stream = @who AND j.ItemId = @item AND j.Type NOT IN ('ItemWithheld', 'ItemShown', 'ItemReleased')
          AND (j.TeamId IS NULL OR j.TeamId <> @team)
        """;
}
