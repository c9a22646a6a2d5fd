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
    /// <summary>Somebody of a team leads the work on an outcome.</summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.NameLeadResponse> NameLead(Wire.NameLeadRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var teamId = call.Role == Role.Person ? Check.Id(request.TeamId) : Check.OptionalId(request.TeamId);
        var who = Check.Words(request.Who, 200);
        var (role, offer) = (Check.OptionalWords(request.Role, 200), Check.OptionalWords(request.Offer, 1000));
        // Without a voice it is the team's own word; the person's sign-in always speaks for the person.
        var voice = request.Voice is null && call.Role != Role.Person ? null : Read(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        var hands = await HandsAsync(work, personId, work.Now);
        if (await work.RepeatedAsync<OutcomeLead>(request, personId) is { } earlier)
        {
            return new Wire.NameLeadResponse { Outcome = Show(outcome, earlier, hands, work) };
        }
        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        if ((teamId ?? work.Team) is not { } leadTeamId || !hands.Teams.ContainsKey(leadTeamId))
        {
            throw Problem.NotInCopy("sharing", "TEAM_NOT_INVOLVED", "That team is not involved with this person.",
                "team_id");
        }

        var before = hands.Leads.GetValueOrDefault(outcomeId);
        var lead = new OutcomeLead
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = leadTeamId,
            OutcomeId = outcomeId,
            Who = who,
            Role = role,
            Offer = offer,
            SaidBy = voice?.SaidBy,
            SaidByName = voice?.SaidByName,
            How = voice?.How,
            WrittenBy = voice?.WrittenBy,
            RecordedAt = work.Now,
        }.After(outcome, before, hands.Stays(before?.TeamId), work.Team);
        await work.WriteAsync(InsertLead, lead);
        work.Record(personId, lead.Id,
            new OutcomeLeadNamed(outcomeId, personId, leadTeamId, voice?.IsPersons ?? false), lead);
        await work.CommitAsync();

        return new Wire.NameLeadResponse { Outcome = Show(outcome, lead, hands, work) };
    }

    private static Wire.Outcome Show(Outcome outcome, OutcomeLead? lead, Hands hands, Work work)
    {
        var shown = Show(outcome, work);
        shown.Lead = lead is null ? null : new Wire.OutcomeLead
        {
            TeamId = lead.TeamId.ToString("D"),
            Who = lead.Who,
            Role = lead.Role ?? "",
            Offer = lead.Offer ?? "",
            Voice = lead.Voice is { } voice ? Show(voice) : null,
            RecordTime = Show(lead.RecordedAt),
            WithoutAnyone = hands.WithoutAnyone(lead.TeamId),
        };
        return shown;
    }

    private const string InsertLead = """
        INSERT INTO OutcomeLead (Id, PersonId, TeamId, HealthAuthored, EnteredInError, OutcomeId, Number, Who,
          Role, Offer, SaidBy, SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @OutcomeId, @Number, @Who,
          @Role, @Offer, @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
