using Grpc.Core;
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
    internal const int MostFailuresInADay = 10;

    /// <summary>A person binds their own sign-in to their record.</summary>
    [Roles(Role.Person)]
    public override async Task<Wire.BindLoginResponse> BindLogin(
        Wire.BindLoginRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var hash = LoginCode.Hash(Check.Words(request.Code, 100));

        await using var work = await database.BeginAsync(On.Caller(call.Issuer, call.Subject), call);
        var bound = await work.OneAsync<Guid?>(SelectBound, new { call.Issuer, call.Subject });
        if (await work.RepeatedAsync<LoginCode>(request, bound) is { } earlier)
        {
            return new Wire.BindLoginResponse { PersonId = earlier.PersonId.ToString("D") };
        }
        var tries = new { call.Issuer, call.Subject, guessedOn = London.Today(work.Now) };
        if (await work.OneAsync<int?>(SelectFailures, tries) >= MostFailuresInADay)
        {
            throw Problem.TooMany("TOO_MANY_TRIES", "Too many codes were wrong today. Try again tomorrow.",
                TimeSpan.FromDays(1));
        }
        var code = await work.OneAsync<LoginCode>(SelectCode, new { hash, now = work.Now });
        if (code is not null && bound is { } person && person != code.PersonId)
        {
            throw Problem.Refused("LOGIN_BOUND", "This sign-in belongs to another record.");
        }
        if (code is null || await work.WriteAsync(UpdateUsed, new { code.Id, now = work.Now }) == 0)
        {
            // The failure is kept, so this is a commit although nothing was bound.
            if (await work.WriteAsync(UpdateFailures, tries) == 0)
            {
                await work.WriteAsync(InsertFailure, tries);
            }
            await work.CommitAsync();
            throw Problem.NotFound(final: true);
        }
        var happened = new LoginBound(code.PersonId, call.Issuer, call.Subject, work.Now);
        await Grants.ApplyAsync(happened, work);
        work.Record(code.PersonId, code.PersonId, happened, code with { UsedAt = work.Now });
        await work.CommitAsync();

        return new Wire.BindLoginResponse { PersonId = code.PersonId.ToString("D") };
    }

    private const string SelectBound =
        "SELECT Grantee FROM Member WHERE Issuer = @issuer AND Subject = @subject AND Capacity = 'self'";

    // Whoever holds the code is let in by it: there is no access to ask about yet.
    private const string SelectCode = """
        SELECT Id, PersonId, TeamId, HealthAuthored, CodeHash, RecordedAt, ExpiresAt
        FROM LoginCode
        WHERE CodeHash = @hash AND UsedAt IS NULL AND ExpiresAt > @now AND EnteredInError = 0
          AND NOT EXISTS (SELECT 1 FROM Death d WHERE d.PersonId = LoginCode.PersonId AND d.ReversedAt IS NULL)
        """;

    private const string UpdateUsed = "UPDATE LoginCode SET UsedAt = @now WHERE Id = @id AND UsedAt IS NULL";

    internal const string SelectFailures =
        "SELECT Failures FROM LoginGuess WHERE Issuer = @issuer AND Subject = @subject AND GuessedOn = @guessedOn";

    internal const string UpdateFailures = """
        UPDATE LoginGuess SET Failures = Failures + 1
        WHERE Issuer = @issuer AND Subject = @subject AND GuessedOn = @guessedOn
        """;

    internal const string InsertFailure =
        "INSERT INTO LoginGuess (Issuer, Subject, GuessedOn, Failures) VALUES (@issuer, @subject, @guessedOn, 1)";
}
