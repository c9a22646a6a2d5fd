using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Inbox;

namespace PersonalOutcomes.Access;

/// <summary>This service's copy of Sharing's facts: who may see whom.</summary>
internal sealed class AccessCopy(Copies copies, ServiceName service, IDatabase database)
{
    /// <summary>
    /// Before the call: level with what the caller has already seen, and fresh enough to serve at all. A copy that
    /// could not be checked for 45 seconds serves nobody but the person themselves.
    /// </summary>
    public async Task ReachAsync(Call call)
    {
        // Services and operators see no record, and operators ask just when something is away.
        if (service.Name == "sharing" || call.Role is Role.Service or Role.Operator
            || copies["sharing"] is not { } copy)
        {
            return;
        }
        // The person is served from any copy: it can only be too old to let them in, and then it is caught up; but a
        // record that was joined with theirs may have been parted since.
        if ((call.AccessPosition > copy.Position || !copies.IsFresh("sharing"))
            && (call.Role != Role.Person || await HasJoinedAsync(call)))
        {
            await CatchUpAsync("sharing", call);
        }
    }

    private async Task<bool> HasJoinedAsync(Call call)
    {
        await using var work = await database.ReadAsync(call);
        var joined = await work.OneAsync<int>(CountJoined);
        await work.CommitAsync();
        return joined > 0;
    }

    /// <summary>Brings the copy of a source level with its head, or throws UNAVAILABLE.</summary>
    // Sharing itself has no copy of its facts: what it follows is Person, where registering opens an involvement.
    public Task CatchUpAsync(string source, Call call) =>
        copies.LevelAsync(service.Name == "sharing" && source == "sharing" ? "person" : source, call);

    private const string CountJoined = """
        /*enter*/ SELECT COUNT(*) FROM Member m INNER JOIN AccessGrant g ON g.Grantee = m.Grantee
        WHERE m.Issuer = @callerIssuer AND m.Subject = @callerSubject AND m.Capacity = 'self'
          AND g.PersonId <> m.Grantee AND g.UntilTime IS NULL
        """;
}
