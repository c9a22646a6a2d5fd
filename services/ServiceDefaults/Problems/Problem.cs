using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace PersonalOutcomes.Problems;

/// <summary>
/// Anything a call can be refused for, as the caller will read it: a canonical code, a machine reason, the field at
/// fault and one plain sentence. Never holds personal data or the text of another exception.
/// </summary>
public sealed class Problem : Exception
{
    private Problem(Code code, string reason, string words, string? field = null) : base(words) =>
        (Code, Reason, Field) = (code, reason, field);

    /// <summary>The canonical gRPC code.</summary>
    public Code Code { get; }

    /// <summary>The machine reason, in UPPER_SNAKE_CASE; a caller may branch on it.</summary>
    public string Reason { get; }

    /// <summary>The request field at fault, as the proto spells it; null when no one field is.</summary>
    public string? Field { get; }

    /// <summary>How long to wait before the same call may succeed; null when repeating it will not help.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>For a stale etag: the state that this caller may see now.</summary>
    public IMessage? Current { get; private init; }

    /// <summary>
    /// The source whose newer facts might allow the call: a refusal is never final from an old copy. Null when it does
    /// not hang on another service's facts.
    /// </summary>
    public string? CopyOf { get; private init; }

    /// <summary>INVALID_ARGUMENT: the field's content can never be accepted.</summary>
    public static Problem Invalid(string field, string reason, string words) =>
        new(Code.InvalidArgument, reason, words, field);

    /// <summary>FAILED_PRECONDITION: well formed, but not in the present state.</summary>
    public static Problem Refused(string reason, string words, string? field = null) =>
        new(Code.FailedPrecondition, reason, words, field);

    /// <summary>
    /// NOT_FOUND, the same for what does not exist and for what the caller may not see, so that neither can be told.
    /// </summary>
    /// <param name="final">True when no newer copy of Sharing's facts could change it: it is not tried again.</param>
    public static Problem NotFound(bool final = false) => NotFoundInCopy(final ? null : "sharing");

    /// <summary>
    /// FAILED_PRECONDITION: what is referred to is not in this service's copy of another one's facts. Final only when
    /// the copy is level with its source.
    /// </summary>
    public static Problem NotInCopy(string source, string reason, string words, string field) =>
        new(Code.FailedPrecondition, reason, words, field) { CopyOf = source };

    /// <summary>NOT_FOUND as everywhere, once the copy of this other source is level.</summary>
    public static Problem NotFoundInCopy(string? source) =>
        new(Code.NotFound, "NOT_FOUND", "It is not known here, or it is not shared with you.") { CopyOf = source };

    /// <summary>ABORTED: somebody changed it since the caller read it; carries what the caller may see now.</summary>
    public static Problem Stale(IMessage current) =>
        new(Code.Aborted, "ETAG_STALE", "It has changed since you read it.", "etag") { Current = current };

    /// <summary>ALREADY_EXISTS: the request id was used by this caller for a request with another body.</summary>
    public static Problem RequestIdUsed() =>
        new(Code.AlreadyExists, "REQUEST_ID_USED", "This request id was used for another request.", "po-request-id");

    /// <summary>UNAUTHENTICATED: no token, or one that does not hold.</summary>
    public static Problem Unauthenticated(string reason, string words) =>
        new(Code.Unauthenticated, reason, words, "authorization");

    /// <summary>PERMISSION_DENIED: this role may not call this at all, whoever it is about.</summary>
    public static Problem Denied(string reason, string words) => new(Code.PermissionDenied, reason, words);

    /// <summary>UNAVAILABLE with a time to wait: nothing happened, and the same call may succeed later.</summary>
    public static Problem Unavailable(string reason, string words, double seconds = 1) =>
        new(Code.Unavailable, reason, words) { RetryAfter = TimeSpan.FromSeconds(seconds) };

    /// <summary>RESOURCE_EXHAUSTED: the disk is full; nothing happened.</summary>
    public static Problem Exhausted() => TooMany(
        "STORAGE_FULL", "There is no room to write. Nothing was changed.", TimeSpan.FromSeconds(10));

    /// <summary>RESOURCE_EXHAUSTED: this caller has done it too often; nothing happened.</summary>
    public static Problem TooMany(string reason, string words, TimeSpan wait) =>
        new(Code.ResourceExhausted, reason, words) { RetryAfter = wait };

    /// <summary>The rich gRPC error, as google.rpc.Status with its details.</summary>
    public RpcException ToRpcException()
    {
        var status = new Google.Rpc.Status { Code = (int)Code, Message = Message };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = Reason, Domain = "personal-outcomes" }));
        if (Field is not null)
        {
            var bad = new BadRequest();
            bad.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = Field, Description = Message });
            status.Details.Add(Any.Pack(bad));
        }
        if (RetryAfter is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        }
        if (Current is not null)
        {
            status.Details.Add(Any.Pack(Current));
        }
        return status.ToRpcException();
    }
}
