using Grpc.Core;
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
    /// <summary>Whoever holds the code acts for the person, by their own sign-in.</summary>
    [Roles(Role.Representative)]
    public override async Task<Wire.BindRepresentativeResponse> BindRepresentative(
        Wire.BindRepresentativeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var hash = LoginCode.Hash(Check.Words(request.Code, 100));

        // The code says who it is about only in here: two who bind at once meet in the guarded update of the code.
        await using var work = await database.BeginAsync(On.Caller(call.Issuer, call.Subject), call);
        var used = await work.OneAsync<Representative>(SelectBoundByCode, new { hash, call.Issuer, call.Subject });
        if (await work.RepeatedAsync<Representative>(request, used?.PersonId) is { } earlier)
        {
            return Show(earlier);
        }
        var tries = new { call.Issuer, call.Subject, guessedOn = London.Today(work.Now) };
        if (await work.OneAsync<int?>(SharingService.SelectFailures, tries) >= SharingService.MostFailuresInADay)
        {
            throw Problem.TooMany("TOO_MANY_TRIES", "Too many codes were wrong today. Try again tomorrow.",
                TimeSpan.FromDays(1));
        }
        var representative = await work.OneAsync<Representative>(SelectByCode, new { hash, now = work.Now });
        if (representative is null || representative.EndedAt is not null || representative.Until <= work.Now
            || await work.WriteAsync(UpdateCodeUsed, new { hash, now = work.Now }) == 0)
        {
            // The failure is kept, so this is a commit although nothing was bound.
            if (await work.WriteAsync(SharingService.UpdateFailures, tries) == 0)
            {
                await work.WriteAsync(SharingService.InsertFailure, tries);
            }
            await work.CommitAsync();
            throw Problem.NotFound(final: true);
        }
        var bound = representative.Bind(call.Issuer, call.Subject, work.Now);
        if (await work.WriteAsync(UpdateBound, bound) == 0)
        {
            throw Problem.NotFound(final: true);
        }
        var happened = new RepresentativeBound(bound.Id, bound.PersonId, call.Issuer, call.Subject,
            bound.Scope.ToString().ToLowerInvariant(), London.Start(bound.StartsOn), bound.Until);
        await Grants.ApplyAsync(happened, work);
        work.Record(bound.PersonId, bound.Id, happened, bound);
        await work.CommitAsync();

        return Show(bound);
    }

    private static Wire.BindRepresentativeResponse Show(Representative bound) => new()
    {
        PersonId = bound.PersonId.ToString("D"),
        RepresentativeId = bound.Id.ToString("D"),
    };

    // Whoever holds the code is let in by it: there is no access to ask about yet.
    private const string SelectByCode = $"""
        SELECT {Columns}
        FROM Representative r INNER JOIN RepresentativeCode c ON c.RepresentativeId = r.Id
        WHERE c.CodeHash = @hash AND c.UsedAt IS NULL AND c.ExpiresAt > @now AND c.EnteredInError = 0
          AND r.EnteredInError = 0
          AND NOT EXISTS (SELECT 1 FROM Death d WHERE d.PersonId = r.PersonId AND d.ReversedAt IS NULL)
        """;

    private const string SelectBoundByCode = $"""
        SELECT {Columns}
        FROM Representative r INNER JOIN RepresentativeCode c ON c.RepresentativeId = r.Id
        WHERE c.CodeHash = @hash AND c.UsedAt IS NOT NULL AND r.Issuer = @issuer AND r.Subject = @subject
        """;

    private const string UpdateCodeUsed =
        "UPDATE RepresentativeCode SET UsedAt = @now WHERE CodeHash = @hash AND UsedAt IS NULL";

    private const string UpdateBound = """
        UPDATE Representative SET Version = @Version, Issuer = @Issuer, Subject = @Subject
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
