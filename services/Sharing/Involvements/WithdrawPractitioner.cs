using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class SharingService
{
    /// <summary>Somebody of the team no longer works with the person; never the last one.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.WithdrawPractitionerResponse> WithdrawPractitioner(
        Wire.WithdrawPractitionerRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, involvementId) = (Check.Id(request.PersonId), Check.Id(request.InvolvementId));
        var who = new NamedPractitioner
        {
            Issuer = Check.OptionalWords(request.Issuer, 200) ?? call.Issuer,
            Subject = Check.OptionalWords(request.Subject, 200) ?? call.Subject,
        };

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var involvement = await OwnInvolvementAsync(work, personId, involvementId);
        var origins = await OriginsAsync(work, personId, [involvement.ReferralId]);
        var teams = await TeamsAsync(work, [involvement.TeamId, .. origins.Values.Select(r => r.TeamId)]);
        if (await work.RepeatedAsync<WithNames>(request, personId) is { } earlier)
        {
            return new Wire.WithdrawPractitionerResponse
            {
                Involvement = Show(earlier.Involvement, earlier.Practitioners, origins, teams, work.Now),
            };
        }

        var lasting = involvement.Lasting(work.Now);
        var names = await NamesAsync(work, lasting);
        var named = names.Find(p => p.IsThatOf(who))
            ?? throw Problem.Refused("NOT_NAMED", "They are not named here.", "subject");
        var left = new WithNames(lasting, [.. names.Where(p => p != named)], named);
        if (left.Practitioners.Count == 0)
        {
            throw Problem.Refused("LAST_PRACTITIONER", "Name somebody else first.", "subject");
        }
        await work.WriteAsync(DeleteNamed, named);
        work.Record(personId, involvementId, new PractitionerWithdrawn(
            involvementId, personId, lasting.TeamId, named.Issuer, named.Subject), left);
        await work.CommitAsync();

        return new Wire.WithdrawPractitionerResponse
        {
            Involvement = Show(lasting, left.Practitioners, origins, teams, work.Now),
        };
    }
}
