using PersonalOutcomes.Access;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Plans;

/// <summary>
/// Keeps which conversations there are, and who took part, so that an outcome can be traced back to one.
/// </summary>
public static class OnConversationRecorded
{
    /// <summary>One row a conversation, however often it is told.</summary>
    public static async Task ApplyAsync(ConversationRecorded e, Entry entry, Work work)
    {
        await Sources.KeepAsync(work, e.ConversationId, e.PersonId, entry.TeamId, "conversation");
        await work.TookPartAsync(e.PersonId, e.ConversationId, e.Teams);
        await work.WithholdAsync(e.PersonId, e.ConversationId, e.WithheldFrom);
    }
}

/// <summary>Keeps which views there are, so that an outcome and its steps can be traced back to the words.</summary>
public static class OnViewRecorded
{
    /// <summary>One row a view, however often it is told.</summary>
    public static async Task ApplyAsync(ViewRecorded e, Entry entry, Work work)
    {
        await Sources.KeepAsync(work, e.ViewId, e.PersonId, entry.TeamId, Sources.Kind(e.Kind), e.IsPersonsVoice);
        await Sources.HeardAsync(work, e.ViewId, e.PersonId, entry.TeamId, e.ConversationId);
        await work.WithholdAsync(e.PersonId, e.ViewId, e.WithheldFrom);
    }
}

/// <summary>A view that was said anew is a source like any other.</summary>
public static class OnViewSaidAnew
{
    /// <summary>One row a view, however often it is told.</summary>
    public static async Task ApplyAsync(ViewSaidAnew e, Entry entry, Work work)
    {
        await Sources.KeepAsync(work, e.ViewId, e.PersonId, entry.TeamId, Sources.Kind(e.Kind), e.IsPersonsVoice);
        await Sources.HeardAsync(work, e.ViewId, e.PersonId, entry.TeamId, e.EarlierId);
        await work.WithholdAsync(e.PersonId, e.ViewId, e.WithheldFrom);
    }
}

/// <summary>Keeps which strengths there are, so that an outcome can draw on one.</summary>
public static class OnStrengthRecorded
{
    /// <summary>One row a strength, however often it is told.</summary>
    public static async Task ApplyAsync(StrengthRecorded e, Entry entry, Work work)
    {
        await Sources.KeepAsync(work, e.StrengthId, e.PersonId, entry.TeamId, "strength",
            health: e.HealthAuthored);
        await work.WithholdAsync(e.PersonId, e.StrengthId, e.WithheldFrom);
    }
}

internal static class Sources
{
    // A concern is for fewer readers than what matters.
    public static string Kind(string kind) => kind == "concern" ? kind : "view";

    public static async Task KeepAsync(
        Work work, Guid id, Guid personId, Guid? teamId, string kind, bool isPersonsVoice = false, bool health = false)
    {
        await work.WriteAsync(Delete, new { id });
        await work.WriteAsync(Insert, new { id, personId, teamId, health, isPersonsVoice, kind });
    }

    // A concern is for those who heard it: whoever wrote it down, and whoever took part in what it came up in.
    public static async Task HeardAsync(Work work, Guid id, Guid personId, Guid? teamId, Guid? from)
    {
        var heard = await work.ManyAsync<Guid>(SelectTakingPart, new { from });
        await work.TookPartAsync(personId, id, teamId is { } team ? heard.Append(team).Distinct() : heard);
    }

    private const string SelectTakingPart = "SELECT t.TeamId FROM TakingPart t WHERE t.ItemId = @from";

    private const string Delete = "DELETE FROM Source WHERE Id = @id";

    private const string Insert = """
        INSERT INTO Source (Id, PersonId, TeamId, HealthAuthored, EnteredInError, IsPersonsVoice, Kind)
        VALUES (@id, @personId, @teamId, @health, 0, @isPersonsVoice, @kind)
        """;
}
