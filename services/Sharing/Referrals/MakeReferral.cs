using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>A person is referred to a team, with their say.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.MakeReferralResponse> MakeReferral(
        Wire.MakeReferralRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, toTeamId) = (Check.Id(request.PersonId), Check.Id(request.ToTeamId));
        var whatMatters = Check.Words(request.ReasonWhatMatters);
        var reasonBeyond = Check.OptionalWords(request.ReasonBeyond);
        var urgency = request.Urgency == Wire.Urgency.Unspecified
            ? Urgency.Routine
            : (Urgency)(int)Check.Code(request.Urgency);
        var happenedOn = Check.HappenedOn(request.HappenedOn, call.Now);
        var basis = Basis(request.LegalBasis);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        var (voice, said) = Say(request.WithThePersonsSay, basis, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var receiver = await work.OneAsync<NamedTeam>(SelectReceiver, new { toTeamId });
        var teams = await TeamsAsync(work, [work.Team, toTeamId]);
        if (await work.RepeatedAsync<Referral>(request, personId) is { } earlier)
        {
            return new Wire.MakeReferralResponse { Referral = Show(earlier, teams, work.Now) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        // From whom the person keeps the record is not for the team that refers to know: there it is held back (Party).
        if (receiver is null)
        {
            throw Problem.Refused("TEAM_NOT_IN_AGREEMENT", "It can't go to that team. Choose another.", "to_team_id");
        }
        if (toTeamId == work.Team)
        {
            throw Problem.Invalid("to_team_id", "OWN_TEAM", "A referral goes to another team.");
        }
        if (withheldFrom.Contains(toTeamId) || withheldFrom.Contains(receiver.AgencyId))
        {
            throw Problem.Invalid("withheld_from", "WITHHELD_FROM_RECEIVER", "The receiving team could not read it.");
        }
        var referral = new Referral
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Version = 1,
            State = ReferralState.Waiting,
            ToTeamId = toTeamId,
            WhatMatters = whatMatters,
            ReasonBeyond = reasonBeyond,
            Urgency = urgency,
            HappenedOn = happenedOn,
            LegalBasis = basis,
            Said = said,
            SaidBy = voice?.SaidBy,
            SaidByName = voice?.SaidByName,
            How = voice?.How,
            WrittenBy = voice?.WrittenBy,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertReferral, referral);
        await work.WithholdAsync(personId, referral.Id, withheldFrom);
        work.Record(personId, referral.Id, new ReferralMade(referral.Id, personId, work.Team, toTeamId, happenedOn,
            Code(urgency), Code(basis), voice?.IsPersons ?? false, withheldFrom), referral);
        await work.CommitAsync();

        return new Wire.MakeReferralResponse { Referral = Show(referral, teams, work.Now) };
    }

    // Only these go without asking the person, and they have to be named.
    private static bool GoesWithoutAsking(LegalBasis basis) =>
        basis is LegalBasis.AdultProtection or LegalBasis.Court or LegalBasis.VitalInterests;

    private static (Voice? Voice, string? Said) Say(Wire.PersonsSay? say, LegalBasis basis, Call call)
    {
        if (call.Role == Role.Person)
        {
            return (Voice.Of(call, (int)(say?.Voice?.SaidBy ?? 0), "", [], "with_the_persons_say.voice"),
                Check.OptionalWords(say?.Said ?? "", Check.LongestWords, "request.WithThePersonsSay.Said"));
        }
        if (say is null)
        {
            return GoesWithoutAsking(basis)
                ? (null, null)
                : throw NotAsked("with_the_persons_say");
        }
        var voice = Voice.Of(call, (int)(say.Voice?.SaidBy ?? 0), say.Voice?.SaidByName ?? "",
            say.Voice?.How.ToArray() ?? [], "with_the_persons_say.voice");
        if (voice.SaidBy == Speaker.Practitioner)
        {
            throw NotAsked("with_the_persons_say.voice.said_by");
        }
        return (voice, Check.Words(say.Said, Check.LongestWords, "request.WithThePersonsSay.Said"));
    }

    private static Problem NotAsked(string field) => Problem.Refused("PERSON_NOT_ASKED",
        "Say what the person says to it, or name the law that does not wait for that.", field);

    private static LegalBasis Basis(Wire.LegalBasis given) => given == Wire.LegalBasis.Unspecified
        ? LegalBasis.PublicTask
        : (LegalBasis)(int)Check.Code(given, "legal_basis");

    private static string Code(Urgency urgency) => urgency switch
    {
        Urgency.Soon => "soon",
        Urgency.Urgent => "urgent",
        _ => "routine",
    };

    private static string Code(LegalBasis basis) => basis switch
    {
        LegalBasis.AdultProtection => "adult_protection",
        LegalBasis.Court => "court",
        LegalBasis.VitalInterests => "vital_interests",
        LegalBasis.Consent => "consent",
        _ => "public_task",
    };

    private const string SelectReceiver = """
        SELECT t.Id, t.Name, t.AgencyId, a.Name AS AgencyName
        FROM Team t INNER JOIN Agency a ON a.Id = t.AgencyId INNER JOIN Agreement g ON g.AgencyId = a.Id
        WHERE t.Id = @toTeamId
        """;

    private const string InsertReferral = """
        INSERT INTO Referral (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, State, ToTeamId,
          WhatMatters, ReasonBeyond, Urgency, HappenedOn, LegalBasis, Said, SaidBy, SaidByName, How, WrittenBy,
          RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @State, @ToTeamId,
          @WhatMatters, @ReasonBeyond, @Urgency, @HappenedOn, @LegalBasis, @Said, @SaidBy, @SaidByName, @How,
          @WrittenBy, @RecordedAt)
        """;
}
