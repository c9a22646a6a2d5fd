using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>
    /// The person takes a section off. All of it: what a team may not see of it is no less theirs to take off. The
    /// wordings are kept, for the person alone.
    /// </summary>
    [Roles(Role.Person | Role.Staff | Role.System)]
    public override async Task<Wire.TakeOffAboutMeResponse> TakeOffAboutMe(
        Wire.TakeOffAboutMeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, ownWordsId) = (Check.Id(request.PersonId), Check.Id(request.OwnWordsId));
        if (Read(request.Voice, call) is { IsPersons: false } voice)
        {
            throw Problem.Refused("PERSON_NOT_ASKED", "Only the person takes off what they said of themselves.",
                voice.SaidBy == Vocabularies.Speaker.Person ? "voice.how" : "voice.said_by");
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var words = await work.OneAsync<OwnWords>(SelectWhatMayBeTakenOff, new { personId, ownWordsId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<OwnWords>(request, personId) is { } repeated)
        {
            return new Wire.TakeOffAboutMeResponse { OwnWords = Show(Told(repeated, call)) };
        }
        if (words.TakenOffAt is not null)
        {
            // It was taken off before; for this caller it is not there.
            throw Problem.NotFound();
        }

        DeathRecord.RequireNone(await work.OneAsync<DeathRecord>(SelectDeath, new { personId }));
        var takenOff = words with { TakenOffAt = work.Now };
        await work.WriteAsync(UpdateTakenOff, takenOff);
        work.Record(personId, ownWordsId, new AboutMeTakenOff(ownWordsId, personId), takenOff);
        await work.CommitAsync();

        return new Wire.TakeOffAboutMeResponse { OwnWords = Show(Told(takenOff, call)) };
    }

    // From now it is for the person alone to read, a repeat of this call included.
    private static OwnWords Told(OwnWords takenOff, Call call) =>
        call.Role == Role.Person ? takenOff : takenOff with { Words = "" };

    // With what was taken off already, so that a repeat finds what it took off.
    private const string SelectWhatMayBeTakenOff = $"""
        SELECT {OwnWordsColumns}
        FROM OwnWords a
        WHERE a.Id = @ownWordsId AND a.PersonId = @personId AND a.Kind = 1 AND /*access:a:about_me*/
        """;

    private const string UpdateTakenOff = """
        UPDATE OwnWords SET TakenOffAt = @TakenOffAt
        WHERE PersonId = @PersonId AND SectionId = @SectionId AND TakenOffAt IS NULL
        """;
}
