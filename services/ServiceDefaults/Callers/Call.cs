using System.Diagnostics;
using Grpc.Core;

namespace PersonalOutcomes.Callers;

/// <summary>The roles that Identity may assert, as the token's <c>role</c> claim spells them.</summary>
[Flags]
public enum Role
{
    /// <summary>No role that is known here; may do nothing.</summary>
    None = 0,
    /// <summary>The person the record is about.</summary>
    Person = 1,
    /// <summary>Somebody who acts for a person, within a scope and dates.</summary>
    Representative = 2,
    /// <summary>Somebody of an agency's team who works with people.</summary>
    Practitioner = 4,
    /// <summary>A practitioner who leads a team.</summary>
    TeamLead = 8,
    /// <summary>Looks after lawful sharing for an agency.</summary>
    PrivacyOfficer = 16,
    /// <summary>Answers for a service; reads totals.</summary>
    ServiceManager = 32,
    /// <summary>Looks after an agency's teams and staff.</summary>
    AgencyAdministrator = 64,
    /// <summary>Looks after an agency's connected systems.</summary>
    IntegrationAdministrator = 128,
    /// <summary>An agency's own computer system, registered for one team.</summary>
    System = 256,
    /// <summary>One of the platform's services; reads journals, no record.</summary>
    Service = 512,
    /// <summary>Runs the platform; never sees a record.</summary>
    Operator = 1024,
    /// <summary>Those who may work with a person: practitioners and team leads.</summary>
    Staff = Practitioner | TeamLead,
}

/// <summary>Which roles may call an rpc at all. Every rpc says so; a convention test fails one that doesn't.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class RolesAttribute(Role roles) : Attribute
{
    /// <summary>The roles that may call.</summary>
    public Role Roles => roles;
}

/// <summary>
/// One call: who asks, in which capacity, what for, and when it came in. Made once by the interceptor from the token
/// and the metadata (each key documented on its property); handlers of other services' events make their own.
/// </summary>
public sealed record Call
{
    /// <summary>The token's issuer. Together with <see cref="Subject"/> it is the caller.</summary>
    public required string Issuer { get; init; }

    /// <summary>The token's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The caller's agency from the token; null for a person.</summary>
    public Guid? Agency { get; init; }

    /// <summary>The role that Identity asserts.</summary>
    public Role Role { get; init; }

    /// <summary>Metadata <c>po-purpose</c>: what for (support when absent).</summary>
    public string Purpose { get; init; } = "support";

    /// <summary>Metadata <c>po-request-id</c>: names one intent; needed on every call with an effect.</summary>
    public string? RequestId { get; init; }

    /// <summary>Metadata <c>po-team</c>: which of the caller's teams acts, when more than one could.</summary>
    public Guid? Team { get; init; }

    /// <summary>Metadata <c>po-access-position</c>: the newest position of Sharing's that the caller saw.</summary>
    public long AccessPosition { get; init; }

    /// <summary>The rpc, as <c>/package.Service/Method</c>; for handlers the event's name.</summary>
    public required string Rpc { get; init; }

    /// <summary>When the call came in, UTC, cut to microseconds.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// The latest time that this service has reached, however its clock was set back since: whatever lets somebody in
    /// until a time is held against it.
    /// </summary>
    public DateTimeOffset Latest { get; init; }

    /// <summary>
    /// Whether this service's copy of who may see what is as new as it has to be; null where it keeps none.
    /// </summary>
    internal Func<bool>? IsLevel { get; set; }

    /// <summary>The W3C trace context of the call.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Ends when the caller's deadline passes or the caller goes away.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// How the access rule sees the caller: self, representative, system, service, or staff (whoever acts as a member
    /// of a team, a service manager too). What a role may call at all, each rpc says by its [Roles].
    /// </summary>
    public string Capacity => Role switch
    {
        Role.Person => "self",
        Role.Representative => "representative",
        Role.System => "system",
        Role.Service => "service",
        _ => "staff",
    };

    /// <summary>Journals and chains compare times as text, so every time is cut where it is made.</summary>
    public static DateTimeOffset Instant(TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>A call made by this service itself: a handler of an event, a timer.</summary>
    public static Call Own(string what, TimeProvider time, CancellationToken cancellation = default) => new()
    {
        Latest = Instant(time),
        Issuer = "personal-outcomes",
        Subject = "service",
        Role = Role.Service,
        Rpc = what,
        Now = Instant(time),
        TraceParent = Activity.Current?.Id,
        Cancellation = cancellation,
    };

    /// <summary>The call that the interceptor made for this request.</summary>
    public static Call Of(ServerCallContext context) => (Call)context.UserState[typeof(Call)];
}
