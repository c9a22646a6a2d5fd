using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Callers;

/// <summary>
/// Stands around every rpc: who calls, may this role call it, and what a refusal looks like. A refusal by the access
/// rule is tried once more with the newest copy of Sharing's facts before it is final. A service without a database has
/// no copy, and refuses nobody by itself.
/// </summary>
internal sealed class CallInterceptor(
    TimeProvider time, ILogger<CallInterceptor> log, AccessCopy? access = null, IDatabase? store = null) : Interceptor
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private readonly LatestTime _latest = new(time, store?.Latest ?? default);
    private readonly ConcurrentDictionary<string, Role> _roles = new();

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        // Health and reflection belong to the platform under us and say nothing about anybody.
        if (!context.Method.StartsWith("/personal_outcomes.", StringComparison.Ordinal))
        {
            return await continuation(request, context);
        }
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        ends.CancelAfter(Longest);
        try
        {
            var call = await CallAsync(context, ends.Token);
            context.UserState[typeof(Call)] = call;
            if (access is not null)
            {
                await access.ReachAsync(call);
            }
            // A refusal that hangs on a copy is tried once more with each source's newest facts.
            for (var levelled = new List<string>(); ;)
            {
                try
                {
                    return await continuation(request, context);
                }
                catch (Problem problem)
                    when (access is not null && problem.CopyOf is { } source && !levelled.Contains(source))
                {
                    levelled.Add(source);
                    await access.CatchUpAsync(source, call);
                }
            }
        }
        catch (Problem problem)
        {
            throw problem.ToRpcException();
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            throw Problem.Unavailable("TOOK_TOO_LONG", "It took too long. Try again with the same request id.")
                .ToRpcException();
        }
        catch (Exception e) when (e is not RpcException)
        {
            Log.Failed(log, e, context.Method);
            throw new RpcException(new Status(StatusCode.Internal, "Something went wrong here. It has been noted."));
        }
    }

    private async Task<Call> CallAsync(ServerCallContext context, CancellationToken cancellation)
    {
        var (who, role) = await Tokens.AuthenticateAsync(context.GetHttpContext());
        var allowed = _roles.GetOrAdd(context.Method, _ => RolesOf(context));
        if ((allowed & role) == 0)
        {
            throw role == Role.Service || allowed == Role.Service
                ? Problem.Denied("SERVICE_ROLE_NEEDED", "Services talk here, or must not.")
                : Problem.Denied("ROLE_NOT_ALLOWED", "Your role does not include this.");
        }
        var (headers, now) = (context.RequestHeaders, Call.Instant(time));
        return new Call
        {
            Issuer = who.FindFirst("iss")!.Value,
            Subject = who.FindFirst("sub")!.Value,
            Agency = Guid.TryParse(who.FindFirst("agency")?.Value, out var agency) ? agency : null,
            Role = role,
            Purpose = Purpose(headers.GetValue("po-purpose")),
            RequestId = Check.OptionalWords(headers.GetValue("po-request-id") ?? "", 100, "po-request-id"),
            Team = Check.OptionalId(headers.GetValue("po-team") ?? "", "po-team"),
            AccessPosition = long.TryParse(headers.GetValue("po-access-position"), out var position) ? position : 0,
            Rpc = context.Method,
            Now = now,
            Latest = _latest.Reach(now),
            TraceParent = Activity.Current?.Id,
            Cancellation = cancellation,
        };
    }

    private static Role RolesOf(ServerCallContext context) =>
        context.GetHttpContext().GetEndpoint()?.Metadata.GetMetadata<RolesAttribute>()?.Roles ?? Role.None;

    private static string Purpose(string? given) => given switch
    {
        null or "" => "support",
        "support" or "referral" or "adult_protection" or "emergency" or "subject_access" or "correction"
            or "learning" => given,
        _ => throw Problem.Invalid("po-purpose", "CODE_UNKNOWN", "This is not one of the purposes."),
    };
}
