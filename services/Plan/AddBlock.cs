using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>One outcome stands in another's way.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.AddBlockResponse> AddBlock(Wire.AddBlockRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var blockedId = Check.Id(request.BlockedId);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId }) is null
            || await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId = blockedId }) is not { } blocked)
        {
            throw Problem.NotFound();
        }
        var block = await work.RepeatedAsync<Block>(request, personId);
        if (block is null)
        {
            Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
            block = new Block
            {
                Id = NewId.NextGuid(),
                PersonId = personId,
                TeamId = work.Team,
                HealthAuthored = work.Health,
                OutcomeId = outcomeId,
                BlockedId = blockedId,
                RecordedAt = work.Now,
            }.Among(await work.ManyAsync<Block>(SelectBlocks, new { personId }));
            await work.WriteAsync(InsertBlock, block);
            work.Record(personId, block.Id, new OutcomeBlocks(outcomeId, personId, blockedId), block);
            await work.CommitAsync();
        }

        var shown = Show(blocked, work);
        shown.BlockedBy.Add(request.OutcomeId);
        return new Wire.AddBlockResponse { Blocked = shown, BlockId = block.Id.ToString("D") };
    }

    // Between outcomes that the caller may see: a way round through a hidden one would tell of it.
    private const string SelectBlocks = """
        SELECT b.Id, b.PersonId, b.TeamId, b.HealthAuthored, b.EnteredInError, b.OutcomeId, b.BlockedId, b.RecordedAt
        FROM Block b
        WHERE b.PersonId = @personId AND /*access:b:outcome*/
          AND EXISTS (SELECT 1 FROM Outcome o WHERE o.Id = b.OutcomeId AND /*access:o:outcome*/)
          AND EXISTS (SELECT 1 FROM Outcome o WHERE o.Id = b.BlockedId AND /*access:o:outcome*/)
        ORDER BY b.RecordedAt
        """;

    private const string InsertBlock = """
        INSERT INTO Block (Id, PersonId, TeamId, HealthAuthored, EnteredInError, OutcomeId, BlockedId, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @OutcomeId, @BlockedId, @RecordedAt)
        """;
}
