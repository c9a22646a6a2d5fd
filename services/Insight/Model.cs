using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Insights;

/// <summary>
/// One generation of the read model: the one that answers, or one in the making beside it. The same handlers fill both;
/// each is told which one it writes to.
/// </summary>
/// <param name="Generation">Its number, from 1.</param>
internal readonly record struct Model(int Generation)
{
    /// <summary>Raise it when a handler stores something else than before: at the next start all is rebuilt.</summary>
    public const int HandlerSet = 3;

    /// <summary>The generation that answers, as of this transaction.</summary>
    public static async Task<Model> LiveAsync(Work work) => new(await work.OneAsync<int>(SelectLive));

    /// <summary>The handlers that fill the generation that answers.</summary>
    public static Handlers FollowLive(Handlers follow) => Follow(follow, "", LiveAsync);

    /// <summary>The handlers that fill this generation, while it is in the making.</summary>
    public Handlers Follow()
    {
        var building = this;
        return Follow(new Handlers(), $"#{Generation}", _ => Task.FromResult(building));
    }

    internal static Handlers Follow(Handlers follow, string copy, Func<Work, Task<Model>> model) => follow
        .From("person" + copy, on => on
            .On(Into<PersonRegistered>(model, OnPersonRegistered.ApplyAsync)))
        .From("sharing" + copy, on => on
            .On(Into<TeamAdded>(model, OnTeamAdded.ApplyAsync))
            .On(Into<StaffJoined>(model, OnStaffJoined.ApplyAsync))
            .On(Into<InvolvementOpened>(model, OnInvolvementOpened.ApplyAsync))
            .On(Into<InvolvementEnded>(model, OnInvolvementEnded.ApplyAsync))
            .On(Into<InvolvementMadePrivate>(model, OnInvolvementMadePrivate.ApplyAsync))
            .On(Into<InvolvementShown>(model, OnInvolvementMadePrivate.ApplyAsync))
            .On(Into<RestrictionSet>(model, OnRestrictionSet.ApplyAsync))
            .On(Into<RestrictionsLifted>(model, OnRestrictionsLifted.ApplyAsync)))
        .From("conversation" + copy, on => on
            .On(Into<ConversationRecorded>(model, OnConversationRecorded.ApplyAsync))
            .On(Into<ViewRecorded>(model, OnViewRecorded.ApplyAsync))
            .On(Into<ReflectedBack>(model, OnReflectedBack.ApplyAsync)))
        .From("conversation" + copy, on => Later(on, model, "conversation"))
        .From("plan" + copy, on => on
            .On(Into<OutcomeProposed>(model, OnOutcomeProposed.ApplyAsync))
            .On(Into<OutcomeAgreed>(model, OnOutcomeAgreed.ApplyAsync))
            .On(Into<OutcomeRevised>(model, OnOutcomeRevised.ApplyAsync))
            .On(Into<StepAdded>(model, OnStepAdded.ApplyAsync)))
        .From("plan" + copy, on => Later(on, model, "plan"))
        .From("review" + copy, on => on
            .On(Into<ReviewRecorded>(model, OnReviewRecorded.ApplyAsync)))
        .From("review" + copy, on => Later(on, model, "review"));

    private static void Later(Handlers.Of on, Func<Work, Task<Model>> model, string source) => on
        .On(Into<ItemWithheld>(model, (e, entry, work, m) =>
            m.WithholdAsync(work, source, entry, e.ItemId, e.WithheldFrom)))
        .On(Into<ItemShown>(model, (e, entry, work, m) => m.ShowAsync(work, source, entry, e.ItemId, e.ShownTo)))
        .On(Into<EnteredInError>(model, (e, entry, work, m) => m.RemoveAsync(work, source, entry, e.ItemId)));

    private static Func<T, Entry, Work, Task> Into<T>(
        Func<Work, Task<Model>> model, Func<T, Entry, Work, Model, Task> apply) =>
        async (e, entry, work) => await apply(e, entry, work, await model(work));

    /// <summary>An item is withheld from agencies or teams: it is left out of their own figures.</summary>
    public async Task WithholdAsync(Work work, string source, Entry entry, Guid itemId, IEnumerable<Guid> grantees)
    {
        foreach (var grantee in grantees)
        {
            await work.WriteAsync(InsertWithheld, new { Generation, source, entry.Position, itemId, grantee });
        }
    }

    /// <summary>Which team recorded an item; nothing for what the person recorded by their own hand.</summary>
    public Task RecordedAsync(Work work, string source, Entry entry, Guid itemId, Guid personId) =>
        entry.TeamId is { } teamId
            ? work.WriteAsync(InsertRecorded, new { Generation, source, entry.Position, itemId, personId, teamId })
            : Task.CompletedTask;

    /// <summary>What withheld it before this entry does so no more.</summary>
    public async Task ShowAsync(Work work, string source, Entry entry, Guid itemId, IEnumerable<Guid> grantees)
    {
        foreach (var grantee in grantees)
        {
            await work.WriteAsync(InsertShown, new { Generation, source, entry.Position, itemId, grantee });
        }
    }

    /// <summary>An item was entered in error, and counts no more.</summary>
    public Task RemoveAsync(Work work, string source, Entry entry, Guid itemId) =>
        work.WriteAsync(InsertRemoved, new { Generation, source, entry.Position, itemId });

    /// <summary>A team belongs to an agency.</summary>
    public Task BelongsAsync(Work work, string source, Entry entry, Guid teamId, Guid agencyId) =>
        work.WriteAsync(InsertTeam, new { Generation, source, entry.Position, teamId, agencyId });

    private const string SelectLive = "SELECT Generation FROM LiveModel WHERE Id = 1";

    private const string InsertWithheld = """
        INSERT INTO WithheldFact (Generation, Source, Position, ItemId, Grantee)
        SELECT @generation, @source, @position, @itemId, @grantee
        WHERE NOT EXISTS (
          SELECT 1 FROM WithheldFact
          WHERE Generation = @generation AND Source = @source AND Position = @position AND ItemId = @itemId
            AND Grantee = @grantee)
        """;

    private const string InsertRecorded = """
        INSERT INTO RecordedFact (Generation, Source, Position, ItemId, PersonId, TeamId)
        SELECT @generation, @source, @position, @itemId, @personId, @teamId
        WHERE NOT EXISTS (
          SELECT 1 FROM RecordedFact WHERE Generation = @generation AND Source = @source AND Position = @position)
        """;

    private const string InsertShown = """
        INSERT INTO ShownFact (Generation, Source, Position, ItemId, Grantee)
        SELECT @generation, @source, @position, @itemId, @grantee
        WHERE NOT EXISTS (
          SELECT 1 FROM ShownFact
          WHERE Generation = @generation AND Source = @source AND Position = @position AND ItemId = @itemId
            AND Grantee = @grantee)
        """;

    private const string InsertRemoved = """
        INSERT INTO RemovedFact (Generation, Source, Position, ItemId)
        SELECT @generation, @source, @position, @itemId
        WHERE NOT EXISTS (
          SELECT 1 FROM RemovedFact WHERE Generation = @generation AND Source = @source AND Position = @position)
        """;

    private const string InsertTeam = """
        INSERT INTO TeamFact (Generation, Source, Position, TeamId, AgencyId)
        SELECT @generation, @source, @position, @teamId, @agencyId
        WHERE NOT EXISTS (
          SELECT 1 FROM TeamFact WHERE Generation = @generation AND Source = @source AND Position = @position)
        """;
}
