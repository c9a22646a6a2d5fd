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
    /// <summary>The shared purpose in a new wording; the earlier ones stay.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.SayPurposeResponse> SayPurpose(
        Wire.SayPurposeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var words = Check.Words(request.Words, 1000);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var voice = Read(request.Voice, call);
        var agreement = request.Agreement is null ? null : Read(request.Agreement, call);
        var without = WithoutView(request.WithoutViewReason, request.HeardHow);
        if (agreement is null && without is not null)
        {
            throw Problem.Invalid("without_view_reason", "NOTHING_AGREED", "Nobody agrees to it here yet.");
        }
        await RequireLevelViewsAsync(agreement, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<Purpose>(request, personId) is { } earlier)
        {
            return new Wire.SayPurposeResponse { Purpose = Show(earlier, []) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var purpose = new Purpose
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Words = words,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        };
        if (agreement is not null)
        {
            purpose = purpose.Agree(agreement, await IsViewInAsync(work, personId), without, work.Health);
        }
        await work.WriteAsync(InsertPurpose, purpose);
        await work.WithholdAsync(personId, purpose.Id, withheldFrom);
        work.Record(personId, purpose.Id,
            new PurposeSaid(purpose.Id, personId, agreement is not null, withheldFrom), purpose);
        await work.CommitAsync();

        return new Wire.SayPurposeResponse { Purpose = Show(purpose, []) };
    }

    private static Wire.Purpose Show(Purpose purpose, IEnumerable<PurposeDissent> dissents) => new()
    {
        PurposeId = purpose.Id.ToString("D"),
        Words = purpose.Words,
        Voice = Show(purpose.Voice),
        Agreement = Show(purpose.Agreement),
        RecordTime = Show(purpose.RecordedAt),
        WithoutViewReason = purpose.WithoutViewReason ?? "",
        HeardHow = { purpose.HeardHow ?? [] },
        Differs = { dissents.Where(d => d.PurposeId == purpose.Id).Select(Show) },
    };

    internal const string PurposeColumns = """
        p.Id, p.PersonId, p.TeamId, p.HealthAuthored, p.EnteredInError, p.Words, p.SaidBy, p.SaidByName, p.How,
          p.WrittenBy, p.AgreedBy, p.AskedHow, p.AgreedHow, p.SpokenBy, p.AgreedOn, p.AgreementWrittenBy,
          p.WithoutViewReason, p.HeardHow, p.RecordedAt
        """;

    private const string InsertPurpose = """
        INSERT INTO Purpose (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Words, SaidBy, SaidByName, How,
          WrittenBy, AgreedBy, AskedHow, AgreedHow, SpokenBy, AgreedOn, AgreementWrittenBy, WithoutViewReason, HeardHow,
          RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Words, @SaidBy, @SaidByName, @How,
          @WrittenBy, @AgreedBy, @AskedHow, @AgreedHow, @SpokenBy, @AgreedOn, @AgreementWrittenBy, @WithoutViewReason,
          @HeardHow, @RecordedAt)
        """;
}
