using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    /// <summary>What changed between two versions of the plan, in plain sentences.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ComparePlanVersionsResponse> ComparePlanVersions(
        Wire.ComparePlanVersionsRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        DateTimeOffset[] times =
        [
            TimeOf(request.FromVersion, "from_version", personId, work),
            TimeOf(request.ToVersion, "to_version", personId, work),
        ];
        var history = await HistoryAsync(work, personId);
        var changes = history.At(times.Max()).Since(history.At(times.Min()), call.Role == Role.Person).ToList();
        work.Showed(personId, changes.Select(c => c.Item).OfType<Guid>().Distinct());
        await work.CommitAsync();

        return new Wire.ComparePlanVersionsResponse
        {
            Changes =
            {
                changes.Select(c => new Wire.PlanVersionChange { Sentence = c.Sentence, ItemId = $"{c.Item:D}" }),
            },
        };
    }

    private static DateTimeOffset TimeOf(string version, string field, Guid personId, Work work) =>
        long.TryParse(
            version.Split('-')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && new DateTimeOffset(ticks, TimeSpan.Zero) is var at
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(Version(at, personId, work)), Encoding.UTF8.GetBytes(version))
            ? at
            : throw NoVersion(field);

    private static Problem NoVersion(string field) =>
        Problem.Invalid(field, "VERSION_INVALID", "It is not one of your versions. List them again.");
}
