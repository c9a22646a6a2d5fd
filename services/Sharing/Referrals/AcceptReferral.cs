using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>The receiving team takes a referral up, and becomes involved with the person.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.AcceptReferralResponse> AcceptReferral(
        Wire.AcceptReferralRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, referralId) = (Check.Id(request.PersonId), Check.Id(request.ReferralId));
        var basis = Basis(request.LegalBasis);
        var evidence = Check.OptionalWords(request.Evidence, 1000);
        var named = Named(request.Practitioners, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var referral = await ReceivedAsync(work, personId, referralId);
        var teams = await TeamsAsync(work, referral.TeamIds());
        if (await work.RepeatedAsync<AcceptedReferral>(request, personId) is { } earlier)
        {
            return Show(earlier, teams, work.Now);
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        var involvement = new Involvement
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = referral.ToTeamId,
            HealthAuthored = work.Health,
            Version = 1,
            ReferralId = referralId,
            LegalBasis = basis,
            Evidence = evidence,
            Purpose = basis == LegalBasis.AdultProtection ? Involvement.AdultProtection : Involvement.Support,
            FromTime = work.Now,
        };
        var accepted = new AcceptedReferral(referral.Accept(involvement.Id, work.Now), involvement,
            await OfTeamAsync(work, involvement, named));
        if (await work.WriteAsync(UpdateReferral, accepted.Referral) == 0)
        {
            throw Referral.NotWaiting();
        }
        work.Record(personId, referralId,
            new ReferralAccepted(referralId, personId, referral.ToTeamId, involvement.Id), accepted);
        await OpenAsync(work, involvement, accepted.Practitioners);
        await ProtectionService.LookAgainAsync(work, personId, involvement.TeamId);
        await work.CommitAsync();

        return Show(accepted, teams, work.Now);
    }

    /// <summary>What was recorded when a referral was accepted: a repeat is answered from it.</summary>
    public sealed record AcceptedReferral(
        Referral Referral, Involvement Involvement, IReadOnlyList<NamedPractitioner> Practitioners);

    private static Wire.AcceptReferralResponse Show(
        AcceptedReferral accepted, Dictionary<Guid, Wire.Team> teams, DateTimeOffset now) => new()
        {
            Referral = Show(accepted.Referral, teams, now),
            Involvement = Show(accepted.Involvement, accepted.Practitioners,
                new Dictionary<Guid, Referral> { [accepted.Referral.Id] = accepted.Referral }, teams, now),
        };

    // Only the team that it was sent to answers a referral; the one that made it is told so, everybody else nothing.
    private static async Task<Referral> ReceivedAsync(Work work, Guid personId, Guid referralId)
    {
        var referral = await ReferralAsync(work, personId, referralId);
        return work.Team == referral.ToTeamId
            ? referral
            : throw Problem.Refused("NOT_THE_RECEIVER", "The team that it was sent to answers it.");
    }

    internal static NamedPractitioner[] Named(IReadOnlyCollection<Wire.Practitioner> practitioners, Call call) =>
        practitioners.Count switch
        {
            0 => throw Problem.Invalid("practitioners", "PRACTITIONER_MISSING",
                "Name at least one of your team, with what they offer."),
            > 20 => throw Problem.Invalid("practitioners", "TOO_MANY", "At most 20."),
            _ => [.. practitioners.Select((p, i) => new NamedPractitioner
            {
                Issuer = Check.OptionalWords(p.Issuer, 200, $"request.Practitioners[{i}].Issuer") ?? call.Issuer,
                Subject = Check.OptionalWords(p.Subject, 200, $"request.Practitioners[{i}].Subject") ?? call.Subject,
                Role = Check.OptionalWords(p.Role, 200, $"request.Practitioners[{i}].Role") ?? "",
                Offer = Check.Words(p.Offer, 1000, $"request.Practitioners[{i}].Offer"),
            }).DistinctBy(p => (p.Issuer, p.Subject))],
        };

    private const string UpdateReferral = """
        UPDATE Referral
        SET State = @State, Version = @Version, DeclineReason = @DeclineReason, InvolvementId = @InvolvementId,
          AnsweredAt = @AnsweredAt
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
