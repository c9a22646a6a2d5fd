using System.Globalization;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace PersonalOutcomes.Testing;

/// <summary>What a refused call said, as a caller sees it; two are equal when every byte but the time of day is.</summary>
public sealed record Refusal(StatusCode Code, string Reason, string? Field, string Words, string Bytes)
{
    /// <summary>The three facts that a refusal is tested by.</summary>
    public (StatusCode Code, string Reason, string? Field) Facts => (Code, Reason, Field);

    /// <summary>For a stale etag: the state as the caller may see it now.</summary>
    public T Current<T>() where T : class, IMessage<T>, new() =>
        Rich!.Details.Single(d => d.Is(new T().Descriptor)).Unpack<T>();

    private Google.Rpc.Status? Rich { get; init; }

    /// <summary>Waits for a call to be refused, and fails when it is not.</summary>
    public static async Task<Refusal> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        var status = refused.GetRpcStatus();
        return new Refusal(refused.StatusCode,
            status?.GetDetail<ErrorInfo>()?.Reason ?? "",
            status?.GetDetail<BadRequest>()?.FieldViolations[0].Field,
            refused.Status.Detail,
            string.Join('\n', refused.Trailers.Where(t => t.Key != "date").OrderBy(t => t.Key).Select(t =>
                string.Create(CultureInfo.InvariantCulture,
                    $"{t.Key}={(t.IsBinary ? Convert.ToHexString(t.ValueBytes) : t.Value)}")))) { Rich = status };
    }

    /// <summary>Waits for a call to be refused with this code and reason.</summary>
    public static async Task<Refusal> ExpectAsync<T>(StatusCode code, string reason, AsyncUnaryCall<T> call)
    {
        var refusal = await OfAsync(call);
        Assert.Equal((code, reason), (refusal.Code, refusal.Reason));
        return refusal;
    }
}
