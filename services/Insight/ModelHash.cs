using System.Security.Cryptography;
using System.Text;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Insights;

/// <summary>
/// One hash over every row of a generation, whatever its number: by table, then by the place in the source's journal.
/// Two generations that followed every source equally far must have the same.
/// </summary>
internal static class ModelHash
{
    private const int PositionsAtOnce = 5000;

    /// <summary>The hash in hexadecimal, of what this transaction sees.</summary>
    public static async Task<string> OfAsync(Work work, Model model)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, last, lines) in Tables)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
            var end = await work.OneAsync<long?>(last, new { model.Generation }) ?? 0;
            for (var after = 0L; after < end; after += PositionsAtOnce)
            {
                var rows = await work.ManyAsync<string>(lines,
                    new { model.Generation, after, upTo = after + PositionsAtOnce });
                // Not in SQL: the engines don't order ids alike.
                rows.Sort(StringComparer.Ordinal);
                foreach (var row in rows)
                {
                    hash.AppendData(Encoding.UTF8.GetBytes(row + "\n"));
                }
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Removes a generation that answers no more, a table at a time.</summary>
    public static async Task DropAsync(IDatabase database, Model model, Callers.Call call)
    {
        foreach (var drop in Drops)
        {
            await using var work = await database.BeginAsync(On.Own("model"), call);
            await work.WriteAsync(drop, new { model.Generation });
            await work.CommitAsync();
        }
    }

    private static readonly (string Name, string Last, string Lines)[] Tables =
    [
        ("OutcomeProposedFact", LastProposed, Proposed),
        ("OutcomeAgreedFact", LastAgreed, Agreed),
        ("StepAddedFact", LastStep, Step),
        ("ConversationRecordedFact", LastConversation, Conversation),
        ("ViewRecordedFact", LastView, View),
        ("ReflectedBackFact", LastReflected, Reflected),
        ("ReviewRecordedFact", LastReview, Review),
        ("OutcomeReviewedFact", LastReviewed, Reviewed),
        ("InvolvementOpenedFact", LastOpened, Opened),
        ("InvolvementEndedFact", LastEnded, Ended),
        ("InvolvementPrivateFact", LastPrivate, Private),
        ("RecordedFact", LastRecorded, Recorded),
        ("TeamFact", LastTeam, Team),
        ("WithheldFact", LastWithheld, Withheld),
        ("ShownFact", LastShown, Shown),
        ("RestrictionSetFact", LastSet, Set),
        ("RestrictionLiftedFact", LastLifted, Lifted),
        ("RemovedFact", LastRemoved, Removed),
    ];

    private static readonly string[] Drops =
    [
        DropProposed, DropAgreed, DropStep, DropConversation, DropView, DropReflected, DropReview, DropReviewed,
        DropOpened, DropEnded, DropPrivate, DropRecorded, DropTeam, DropWithheld, DropShown, DropSet, DropLifted,
        DropRemoved,
    ];

    private const string LastProposed = "SELECT MAX(Position) FROM OutcomeProposedFact WHERE Generation = @generation";

    private const string Proposed = """
        SELECT CONCAT(Position, '|', OutcomeId, '|', PersonId, '|', HappenedOn, '|', Direction,
                  '|', IsPersonsVoice)
        FROM OutcomeProposedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropProposed = "DELETE FROM OutcomeProposedFact WHERE Generation = @generation";

    private const string LastAgreed = "SELECT MAX(Position) FROM OutcomeAgreedFact WHERE Generation = @generation";

    private const string Agreed = """
        SELECT CONCAT(Position, '|', OutcomeId, '|', PersonId, '|', HappenedOn, '|', AgreedBy)
        FROM OutcomeAgreedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropAgreed = "DELETE FROM OutcomeAgreedFact WHERE Generation = @generation";

    private const string LastStep = "SELECT MAX(Position) FROM StepAddedFact WHERE Generation = @generation";

    private const string Step = """
        SELECT CONCAT(Position, '|', StepId, '|', OutcomeId, '|', PersonId, '|', HappenedOn, '|', Party)
        FROM StepAddedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropStep = "DELETE FROM StepAddedFact WHERE Generation = @generation";

    private const string LastConversation =
        "SELECT MAX(Position) FROM ConversationRecordedFact WHERE Generation = @generation";

    private const string Conversation = """
        SELECT CONCAT(Position, '|', ConversationId, '|', PersonId, '|', HappenedOn, '|', Listening)
        FROM ConversationRecordedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropConversation = "DELETE FROM ConversationRecordedFact WHERE Generation = @generation";

    private const string LastView = "SELECT MAX(Position) FROM ViewRecordedFact WHERE Generation = @generation";

    private const string View = """
        SELECT CONCAT(Position, '|', ViewId, '|', ConversationId, '|', PersonId, '|', HappenedOn,
                  '|', IsPersonsVoice, '|', Kind)
        FROM ViewRecordedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropView = "DELETE FROM ViewRecordedFact WHERE Generation = @generation";

    private const string LastReflected = "SELECT MAX(Position) FROM ReflectedBackFact WHERE Generation = @generation";

    private const string Reflected = """
        SELECT CONCAT(Position, '|', ReflectionId, '|', ConversationId, '|', PersonId, '|', HappenedOn,
                  '|', Answer)
        FROM ReflectedBackFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropReflected = "DELETE FROM ReflectedBackFact WHERE Generation = @generation";

    private const string LastReview = "SELECT MAX(Position) FROM ReviewRecordedFact WHERE Generation = @generation";

    private const string Review = """
        SELECT CONCAT(Position, '|', ReviewId, '|', PersonId, '|', HappenedOn, '|', UnintendedGood,
                  '|', UnintendedBad, '|', PlanNeedsToChange)
        FROM ReviewRecordedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropReview = "DELETE FROM ReviewRecordedFact WHERE Generation = @generation";

    private const string LastReviewed = "SELECT MAX(Position) FROM OutcomeReviewedFact WHERE Generation = @generation";

    private const string Reviewed = """
        SELECT CONCAT(Position, '|', OutcomeId, '|', ReviewId, '|', PersonId, '|', HappenedOn, '|', Travel,
                  '|', Rated)
        FROM OutcomeReviewedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropReviewed = "DELETE FROM OutcomeReviewedFact WHERE Generation = @generation";

    private const string LastOpened = "SELECT MAX(Position) FROM InvolvementOpenedFact WHERE Generation = @generation";

    private const string Opened = """
        SELECT CONCAT(Position, '|', InvolvementId, '|', PersonId, '|', TeamId, '|', FromTime, '|', Private)
        FROM InvolvementOpenedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropOpened = "DELETE FROM InvolvementOpenedFact WHERE Generation = @generation";

    private const string LastEnded = "SELECT MAX(Position) FROM InvolvementEndedFact WHERE Generation = @generation";

    private const string Ended = """
        SELECT CONCAT(Position, '|', InvolvementId, '|', PersonId, '|', UntilTime)
        FROM InvolvementEndedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropEnded = "DELETE FROM InvolvementEndedFact WHERE Generation = @generation";

    private const string LastPrivate =
        "SELECT MAX(Position) FROM InvolvementPrivateFact WHERE Generation = @generation";

    private const string Private = """
        SELECT CONCAT(Position, '|', PersonId, '|', TeamId, '|', Private)
        FROM InvolvementPrivateFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropPrivate = "DELETE FROM InvolvementPrivateFact WHERE Generation = @generation";

    private const string LastRecorded = "SELECT MAX(Position) FROM RecordedFact WHERE Generation = @generation";

    private const string Recorded = """
        SELECT CONCAT(Source, '|', Position, '|', ItemId, '|', PersonId, '|', TeamId)
        FROM RecordedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropRecorded = "DELETE FROM RecordedFact WHERE Generation = @generation";

    private const string LastTeam = "SELECT MAX(Position) FROM TeamFact WHERE Generation = @generation";

    private const string Team = """
        SELECT CONCAT(Source, '|', Position, '|', TeamId, '|', AgencyId)
        FROM TeamFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropTeam = "DELETE FROM TeamFact WHERE Generation = @generation";

    private const string LastWithheld = "SELECT MAX(Position) FROM WithheldFact WHERE Generation = @generation";

    private const string Withheld = """
        SELECT CONCAT(Source, '|', Position, '|', ItemId, '|', Grantee)
        FROM WithheldFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropWithheld = "DELETE FROM WithheldFact WHERE Generation = @generation";

    private const string LastShown = "SELECT MAX(Position) FROM ShownFact WHERE Generation = @generation";

    private const string Shown = """
        SELECT CONCAT(Source, '|', Position, '|', ItemId, '|', Grantee)
        FROM ShownFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropShown = "DELETE FROM ShownFact WHERE Generation = @generation";

    private const string LastSet = "SELECT MAX(Position) FROM RestrictionSetFact WHERE Generation = @generation";

    private const string Set = """
        SELECT CONCAT(Position, '|', RestrictionId, '|', PersonId, '|', Grantee, '|', Kind)
        FROM RestrictionSetFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropSet = "DELETE FROM RestrictionSetFact WHERE Generation = @generation";

    private const string LastLifted = "SELECT MAX(Position) FROM RestrictionLiftedFact WHERE Generation = @generation";

    private const string Lifted = """
        SELECT CONCAT(Position, '|', RestrictionId, '|', PersonId)
        FROM RestrictionLiftedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropLifted = "DELETE FROM RestrictionLiftedFact WHERE Generation = @generation";

    private const string LastRemoved = "SELECT MAX(Position) FROM RemovedFact WHERE Generation = @generation";

    private const string Removed = """
        SELECT CONCAT(Source, '|', Position, '|', ItemId)
        FROM RemovedFact
        WHERE Generation = @generation AND Position > @after AND Position <= @upTo
        """;

    private const string DropRemoved = "DELETE FROM RemovedFact WHERE Generation = @generation";
}
