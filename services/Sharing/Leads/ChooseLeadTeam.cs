using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class LeadService
{
    /// <summary>The person chooses which team leads, whatever was agreed or proposed before.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.ChooseLeadTeamResponse> ChooseLeadTeam(
        Wire.ChooseLeadTeamRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, teamId) = (Check.Id(request.PersonId), Check.Id(request.TeamId));
        var (voice, said) = Say(request.WithThePersonsSay, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var teams = await TeamsAsync(work, personId);
        if (await work.RepeatedAsync<LeadTeam>(request, personId) is { } earlier)
        {
            return new Wire.ChooseLeadTeamResponse { Lead = Show(earlier, teams) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        await RequireInvolvedAsync(work, personId, teamId);
        var standing = await work.ManyAsync<LeadTeam>(SelectStanding, new { personId });

        var chosen = (Of(work, personId, teamId) with
        {
            Said = said,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
        }).Choose();
        await OvertakeAsync(work, standing);
        await work.WriteAsync(InsertLead, chosen);
        work.Record(personId, chosen.Id, new LeadTeamChosen(chosen.Id, personId, teamId), chosen);
        await work.CommitAsync();

        return new Wire.ChooseLeadTeamResponse { Lead = Show(chosen, teams) };
    }

    // The person's own voice: what somebody else wants for them is a proposal.
    private static (Voice Voice, string? Said) Say(Wire.PersonsSay? say, Call call)
    {
        if (say is null && call.Role != Role.Person)
        {
            throw NotAsked("with_the_persons_say");
        }
        var voice = Voice.Of(call, (int)(say?.Voice?.SaidBy ?? 0), say?.Voice?.SaidByName ?? "",
            say?.Voice?.How.ToArray() ?? [], "with_the_persons_say.voice");
        var said = call.Role == Role.Person
            ? Check.OptionalWords(say?.Said ?? "", Check.LongestWords, "request.WithThePersonsSay.Said")
            : Check.Words(say!.Said, Check.LongestWords, "request.WithThePersonsSay.Said");
        return voice.IsPersons ? (voice, said) : throw NotAsked("with_the_persons_say.voice");
    }

    private static Problem NotAsked(string field) => Problem.Refused(
        "PERSON_NOT_ASKED", "Ask the person which team should lead, and write down what they say.", field);
}
