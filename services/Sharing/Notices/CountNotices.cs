using Grpc.Core;
using PersonalOutcomes.Callers;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class NoticeService
{
    /// <summary>How many notices wait for the caller, for the page behind the sign-in.</summary>
    [Roles(Role.Person | Role.Staff | Role.PrivacyOfficer)]
    public override async Task<Wire.CountNoticesResponse> CountNotices(
        Wire.CountNoticesRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (lead, officer) = Rank(call);

        await using var work = await database.ReadAsync(call);
        var unseen = await work.OneAsync<int>(CountUnseen, new { lead, officer });
        // A number about nobody in particular leaves no entry.
        await work.CommitAsync();

        return new Wire.CountNoticesResponse { Unseen = unseen };
    }

    private const string CountUnseen = $"""
        SELECT COUNT(*)
        FROM Notice n
        WHERE n.SeenAt IS NULL AND {Mine}
        """;
}
