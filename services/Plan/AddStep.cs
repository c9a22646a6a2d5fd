using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>What somebody will do, or has done already.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.AddStepResponse> AddStep(Wire.AddStepRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var outcomeId = Check.OptionalId(request.OutcomeId);
        var sourceId = Check.OptionalId(request.SourceId);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var party = call.Role == Role.Person && request.Party == Wire.Party.Unspecified
            ? Party.Person
            : (Party)(int)Check.Code(request.Party);
        var asked = new Step
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            OutcomeId = outcomeId,
            WhyNoOutcome = Check.OptionalWords(request.WhyNoOutcome, 1000),
            Party = party,
            Who = party == Party.Person ? Check.OptionalWords(request.Who, 200) ?? "" : Check.Words(request.Who, 200),
            TakenByTeamId = Check.OptionalId(request.TeamId),
            What = Check.Words(request.What),
            AtPlace = Check.OptionalWords(request.Where, 200),
            AtTime = Check.OptionalWords(request.When, 200),
            DueOn = Check.OptionalDay(request.DueOn),
            DoneOn = request.DoneOn.Length == 0 ? null : Check.HappenedOn(request.DoneOn, call.Now),
            SourceId = sourceId,
        };
        var voice = Read(request.Voice, call);
        if (sourceId is not null && !await copies.MayShowAsync("conversation", call))
        {
            throw Copies.NotLevel();
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var death = await OnPersonDied.OfAsync(work, personId);
        if (await work.RepeatedAsync<Step>(request, personId) is { } earlier)
        {
            return new Wire.AddStepResponse { Step = Show(earlier, death, work) };
        }
        Death.RequireBefore(death, asked.DoneOn, call.Role);
        if (outcomeId is not null
            && await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId }) is null)
        {
            throw Problem.Refused("OUTCOME_NOT_THEIRS", "It is not one of this person's outcomes.", "outcome_id");
        }
        await RequireSourceAsync(work, personId, sourceId);
        var takenBy = party == Party.Team ? asked.TakenByTeamId ?? work.Team : null;
        if (party == Party.Team
            && await work.OneAsync<int>(CountInvolved, new { personId, team = takenBy, now = work.Now }) == 0)
        {
            throw Problem.NotInCopy("sharing", "TEAM_NOT_INVOLVED", "That team is not involved with this person.",
                "team_id");
        }

        var step = Step.Add(asked with
        {
            TeamId = work.Team,
            HealthAuthored = work.Health,
            TakenByTeamId = takenBy,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        });
        await work.WriteAsync(InsertStep, step);
        await work.WithholdAsync(personId, step.Id, withheldFrom);
        work.Record(personId, step.Id, new StepAdded(step.Id, personId, step.OutcomeId,
            party.ToString().ToLowerInvariant(), takenBy, step.State == StepState.Done, withheldFrom), step);
        await work.CommitAsync();

        return new Wire.AddStepResponse { Step = Show(step, death, work) };
    }

    private static Wire.Step Show(Step step, Death? death, Work work)
    {
        var shown = Show(step);
        shown.Etag = work.Etag(shown);
        // Nothing changed in the step itself: when the death was a mistake, it is open as before.
        if (death is not null && step.State == StepState.Open)
        {
            shown.State = Wire.StepState.Ended;
        }
        return shown;
    }

    // Without its etag: what the etag is made of.
    private static Wire.Step Show(Step step) => new()
    {
        StepId = step.Id.ToString("D"),
        PersonId = step.PersonId.ToString("D"),
        OutcomeId = step.OutcomeId?.ToString("D") ?? "",
        WhyNoOutcome = step.WhyNoOutcome ?? "",
        Party = (Wire.Party)(int)step.Party,
        Who = step.Who,
        TeamId = step.TakenByTeamId?.ToString("D") ?? "",
        What = step.What,
        Where = step.AtPlace ?? "",
        When = step.AtTime ?? "",
        DueOn = Show(step.DueOn),
        State = (Wire.StepState)(int)step.State,
        DoneOn = Show(step.DoneOn),
        HowItWent = step.HowItWent ?? "",
        Voice = Show(step.Voice),
        RecordTime = Show(step.RecordedAt),
    };

    private const string CountInvolved = """
        SELECT COUNT(*) FROM AccessGrant g
        WHERE g.PersonId = @personId AND g.Grantee = @team AND g.Purpose IN ('support', 'adult_protection')
          AND g.FromTime <= @now AND (g.UntilTime IS NULL OR g.UntilTime > @now) AND /*team:g:Grantee*/
        """;

    private const string InsertStep = """
        INSERT INTO Step (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, State, OutcomeId, WhyNoOutcome,
          Party, Who, TakenByTeamId, What, AtPlace, AtTime, DueOn, DoneOn, HowItWent, SaidBy, SaidByName, How,
          WrittenBy,
          SourceId, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @State, @OutcomeId, @WhyNoOutcome,
          @Party, @Who, @TakenByTeamId, @What, @AtPlace, @AtTime, @DueOn, @DoneOn, @HowItWent, @SaidBy, @SaidByName,
          @How, @WrittenBy, @SourceId, @RecordedAt)
        """;
}
