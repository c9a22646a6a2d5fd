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

public sealed partial class RepresentativeService
{
    /// <summary>A code for the representative's own sign-in.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.PrintRepresentativeCodeResponse> PrintRepresentativeCode(
        Wire.PrintRepresentativeCodeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, representativeId) = (Check.Id(request.PersonId), Check.Id(request.RepresentativeId));

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var representative = await RepresentativeAsync(work, personId, representativeId);
        // Derived from the caller and the request id, so a repeat prints the same one.
        var printed = LoginCode.Printed(work.Handle("representative"));
        if (await work.RepeatedAsync<RepresentativeCode>(request, personId) is { } earlier)
        {
            return new Wire.PrintRepresentativeCodeResponse
            {
                Code = printed,
                ExpireTime = SharingService.Show(earlier.ExpiresAt),
            };
        }
        representative.Lasting(work.Now);
        if (call.Role == Role.Person && representative.Role != RepresentativeRole.Carer)
        {
            throw Problem.Refused("ENDED_BY_LAW", "Ask a practitioner: this does not rest on your word alone.");
        }
        var code = new RepresentativeCode
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            RepresentativeId = representativeId,
            CodeHash = LoginCode.Hash(printed),
            ExpiresAt = work.Now + LoginCode.GoodFor,
        };
        await work.WriteAsync(DeleteUnusedCode, code);
        await work.WriteAsync(InsertRepresentativeCode, code);
        work.Record(personId, code.Id, new RepresentativeCodePrinted(representativeId, personId), code);
        await work.CommitAsync();

        return new Wire.PrintRepresentativeCodeResponse
        {
            Code = printed,
            ExpireTime = SharingService.Show(code.ExpiresAt),
        };
    }

    private const string DeleteUnusedCode = """
        DELETE FROM RepresentativeCode WHERE RepresentativeId = @RepresentativeId AND UsedAt IS NULL
        """;

    private const string InsertRepresentativeCode = """
        INSERT INTO RepresentativeCode (Id, PersonId, TeamId, HealthAuthored, EnteredInError, RepresentativeId,
          CodeHash, ExpiresAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @RepresentativeId, @CodeHash, @ExpiresAt)
        """;
}
