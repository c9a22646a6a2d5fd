namespace PersonalOutcomes.Entries;

/// <summary>What can be done with an entry, whatever it is, in every service that keeps any.</summary>
public static class EntryRpcs
{
    /// <summary>Replies, corrections, and who sees an entry; by the <see cref="OwnEntries"/> of the service.</summary>
    public static void MapEntries(this WebApplication app)
    {
        app.MapGrpcService<EntryService>();
        app.MapGrpcService<WithholdingService>();
    }
}
