using Grpc.Core;
using Xunit;

namespace PersonalOutcomes.Testing;

/// <summary>What a call must be refused with, said at the call.</summary>
public static class Refusals
{
    /// <summary>Refused with this status, machine reason and field; none is blamed when none is given.</summary>
    public static async Task<Refusal> RefusedAsync<T>(
        this AsyncUnaryCall<T> call, StatusCode code, string reason, string field = "")
    {
        var refusal = await Refusal.OfAsync(call);
        Assert.Equal((code, reason, field), (refusal.Code, refusal.Reason, refusal.Field ?? ""));
        return refusal;
    }

    /// <summary>Refused as everything is that the caller may not see, or that does not exist.</summary>
    public static Task<Refusal> NotFoundAsync<T>(this AsyncUnaryCall<T> call) =>
        call.RefusedAsync(StatusCode.NotFound, "NOT_FOUND");
}
