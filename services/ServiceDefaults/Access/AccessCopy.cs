using PersonalOutcomes.Callers;
using PersonalOutcomes.Inbox;

namespace PersonalOutcomes.Access;

/// <summary>This service's copy of Sharing's facts: who may see whom.</summary>
internal sealed class AccessCopy(Copies copies, ServiceName service)
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
        call.IsLevel = () => call.AccessPosition <= copy.Cursor.Position && copies.IsFresh("sharing");
        // The person is served from any copy: it can only be too old to let them in, and then it is caught up.
        if (call.Role != Role.Person && !call.IsLevel())
        {
            await CatchUpAsync("sharing", call);
        }
    }

    /// <summary>Brings the copy of a source level with its head, or throws UNAVAILABLE.</summary>
    // Sharing itself has no copy of its facts: what it follows is Person, where registering opens an involvement.
    public Task CatchUpAsync(string source, Call call) =>
        copies.LevelAsync(service.Name == "sharing" && source == "sharing" ? "person" : source, call);
}
