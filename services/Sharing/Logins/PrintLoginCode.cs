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
    /// <summary>A code for the person's own sign-in, to be handed over at a visit.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.PrintLoginCodeResponse> PrintLoginCode(
        Wire.PrintLoginCodeRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);

        await using var work = await database.BeginAsync(On.Person(personId), Call.Of(context));
        await work.EnterAsync(personId);
        // Derived from the caller and the request id, so a repeat prints the same one.
        var printed = LoginCode.Printed(work.Handle("login"));
        if (await work.RepeatedAsync<LoginCode>(request, personId) is { } earlier)
        {
            return new Wire.PrintLoginCodeResponse { Code = printed, ExpireTime = Show(earlier.ExpiresAt) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        var code = new LoginCode
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            CodeHash = LoginCode.Hash(printed),
            RecordedAt = work.Now,
            ExpiresAt = work.Now + LoginCode.GoodFor,
        };
        await work.WriteAsync(DeleteUnused, code);
        await work.WriteAsync(InsertCode, code);
        work.Record(personId, code.Id, new LoginCodePrinted(personId, work.Team!.Value), code);
        await work.CommitAsync();

        return new Wire.PrintLoginCodeResponse { Code = printed, ExpireTime = Show(code.ExpiresAt) };
    }

    private const string DeleteUnused = "DELETE FROM LoginCode WHERE PersonId = @PersonId AND UsedAt IS NULL";

    private const string InsertCode = """
        INSERT INTO LoginCode (Id, PersonId, TeamId, HealthAuthored, EnteredInError, CodeHash, RecordedAt, ExpiresAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @CodeHash, @RecordedAt, @ExpiresAt)
        """;
}
