using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

/// <summary>
/// Conversations, one operation a file; this file holds what they look like from outside, and what several operations
/// read.
/// </summary>
public sealed partial class ConversationService(IDatabase database, Prompts prompts, OwedRule owed)
    : Wire.ConversationService.ConversationServiceBase
{
    // A page of whole conversations must stay under what one answer may weigh.
    private const int MostConversations = 50, MostViews = 100, LongestConversation = 10_000, MostInOneCall = 20;

    private static readonly Vocabulary Topics = Vocabulary.Of(typeof(ConversationService).Assembly, "topics");

    // A secret team that took part is left out, and the others are named: nobody can tell that there was one more.
    internal const string ConversationColumns = """
        c.Id, c.PersonId, c.TeamId, c.HealthAuthored, c.EnteredInError, c.HappenedOn, c.Kind,
          CASE WHEN EXISTS (SELECT 1 FROM TakingPart tp WHERE tp.ItemId = c.Id AND NOT /*team:tp:TeamId*/)
            THEN (SELECT LOWER(CONCAT('[', STRING_AGG(CONCAT('"', tp.TeamId, '"'), ','), ']')) FROM TakingPart tp
              WHERE tp.ItemId = c.Id AND /*team:tp:TeamId*/)
            ELSE c.Teams END AS Teams,
          c.OthersPresent, c.Words, c.Seen, c.Listening, c.Changed,
          c.ChangedSaidBy, c.ChangedSaidByName, c.ChangedHow, c.Difference, c.DifferenceSaidBy,
          c.DifferenceSaidByName, c.DifferenceHow, c.WrittenBy, c.Done, c.DueOn,
          (SELECT cr.Id FROM Conversation cr WHERE cr.Id = c.SettlesId AND /*access:cr:conversation*/) AS SettlesId,
          c.ExcusedReason, c.ExcusedBy, c.PromptCode, c.RecordedAt
        """;

    private const string SaidAnew = """
        CASE WHEN EXISTS (
            SELECT 1 FROM Viewpoint n
            WHERE n.EarlierId = v.Id AND n.PersonId = v.PersonId
              AND ((n.Kind = 1 AND /*access:n:what_matters*/) OR (n.Kind = 2 AND /*access:n:concern*/)))
            THEN 1 ELSE 0 END AS SaidAnew
        """;

    // What a view hangs on is named only to who may see that too.
    internal const string ViewColumns = $"""
        v.Id, v.PersonId, v.TeamId, v.HealthAuthored, v.EnteredInError, c.Id AS ConversationId, e.Id AS EarlierId,
          v.Kind, v.Teams, v.Place, v.Words, v.Why, v.Seen, v.SaidBy, v.SaidByName, v.How, v.WrittenBy, v.Topic,
          v.Confidence, v.PromptCode, v.RecordedAt, {SaidAnew}
        """;

    internal const string ViewsVisible = """
        Viewpoint v
          LEFT JOIN Conversation c ON c.Id = v.ConversationId AND /*access:c:conversation*/
          LEFT JOIN Viewpoint e ON e.Id = v.EarlierId
            AND ((e.Kind = 1 AND /*access:e:what_matters*/) OR (e.Kind = 2 AND /*access:e:concern*/))
        WHERE v.PersonId = @personId
          AND ((v.Kind = 1 AND /*access:v:what_matters*/) OR (v.Kind = 2 AND /*access:v:concern*/))
        """;

    internal const string StrengthColumns = """
        s.Id, s.PersonId, s.TeamId, s.HealthAuthored, s.EnteredInError, c.Id AS ConversationId, s.Place, s.Words,
          s.SaidBy, s.SaidByName, s.How, s.WrittenBy, s.RecordedAt
        """;

    internal const string StrengthsVisible = """
        Strength s
          LEFT JOIN Conversation c ON c.Id = s.ConversationId AND /*access:c:conversation*/
        WHERE s.PersonId = @personId AND /*access:s:strength*/
        """;

    private const string SelectConversation = $"""
        SELECT {ConversationColumns}
        FROM Conversation c
        WHERE c.Id = @conversationId AND c.PersonId = @personId AND /*access:c:conversation*/
        """;

    internal const string ReflectionColumns = """
        r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.ConversationId, r.HappenedOn,
          r.PlayedBack, r.Answer, r.Changed, r.SaidBy, r.SaidByName, r.How, r.WrittenBy, r.RecordedAt
        """;

    // Shown beside the conversation that was played back, and to nobody who may not see that.
    private const string SelectReflections = $"""
        SELECT {ReflectionColumns}
        FROM Reflection r INNER JOIN Conversation c ON c.Id = r.ConversationId
        WHERE r.ConversationId IN (/*each:@conversationIds*/) AND r.PersonId = @personId
          AND /*access:r:reflection*/ AND /*access:c:conversation*/
        ORDER BY r.RecordedAt
        """;

    // What came up in a conversation, and what was said anew of a view or before: it is all withheld together.
    internal const string SelectHanging = """
        SELECT v.Id FROM Viewpoint v
        WHERE v.ConversationId = @item OR v.EarlierId = @item
          OR v.Id = (SELECT e.EarlierId FROM Viewpoint e WHERE e.Id = @item)
        UNION ALL
        SELECT s.Id FROM Strength s WHERE s.ConversationId = @item
        """;

    private static Voice Read(Wire.Voice? given, Call call, string path) => Voice.Of(call, (int)(given?.SaidBy ?? 0),
        given?.SaidByName ?? "", given?.How.ToArray() ?? [], path);

    // Everything about a view that the caller says; ids, team and time come with the transaction.
    private View Read(Wire.NewView given, Call call, string path = "")
    {
        var voice = Read(given.Voice, call, $"{path}voice");
        return new View
        {
            Words = Check.OptionalWords(given.WhatMatters, field: $"request.{path}what_matters"),
            Why = Check.OptionalWords(given.Why, field: $"request.{path}why"),
            Seen = Check.OptionalWords(given.Seen, field: $"request.{path}seen"),
            Kind = given.Kind == Wire.ViewKind.Unspecified
                ? ViewKind.WhatMatters
                : (ViewKind)(int)Check.Code(given.Kind, $"request.{path}kind"),
            Topic = Topic(given.Topic, path),
            Confidence = given.Confidence == Wire.Confidence.Unspecified
                ? Confidence.None
                : (Confidence)(int)Check.Code(given.Confidence, $"request.{path}confidence"),
            PromptCode = prompts.Known(given.PromptCode, $"{path}prompt_code"),
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
        };
    }

    private static string? Topic(string given, string path = "") => given.Length == 0 ? null
        : Topics[given] is not null ? given
        : throw Problem.Invalid($"{path}topic", "CODE_UNKNOWN", "This is not one of the topics.");

    private static Strength Read(string words, Wire.Voice? given, Call call, string path = "")
    {
        var voice = Read(given, call, $"{path}voice");
        return new Strength
        {
            Words = Check.Words(words, field: $"request.{path}words"),
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
        };
    }

    private static Wire.Conversation Show(Conversation conversation, IEnumerable<Reflection> reflections) => new()
    {
        ConversationId = conversation.Id.ToString("D"),
        PersonId = conversation.PersonId.ToString("D"),
        HappenedOn = conversation.HappenedOn.ToString("yyyy-MM-dd"),
        Kind = (Wire.ConversationKind)(int)conversation.Kind,
        // In no order that would tell of one who is left out.
        TeamIds = { conversation.Teams.Select(t => t.ToString("D")).Order(StringComparer.Ordinal) },
        OthersPresent = conversation.OthersPresent ?? "",
        WhatWasSaid = conversation.Words ?? "",
        WhatWasSeen = conversation.Seen ?? "",
        Listening = conversation.Listening,
        WhatItChanged = conversation.Changed is not { } changed ? null : new Wire.Said
        {
            Words = changed,
            Voice = Show(conversation.ChangedVoice!),
        },
        DifferenceOfView = conversation.Difference is not { } difference ? null : new Wire.Said
        {
            Words = difference,
            Voice = Show(conversation.DifferenceVoice!),
        },
        WrittenBy = (Wire.Writer)(int)conversation.WrittenBy,
        Reflections = { reflections.Where(r => r.ConversationId == conversation.Id).Select(Show) },
        RecordTime = Instant(conversation.RecordedAt),
        WhatWasDone = conversation.Done ?? "",
        ConversationDueOn = Day(conversation.DueOn),
        SettlesConversationId = conversation.SettlesId?.ToString("D") ?? "",
        ExcusedReason = conversation.ExcusedReason ?? "",
        ExcusedBy = (Wire.Writer)(int)(conversation.ExcusedBy ?? 0),
        PromptCode = conversation.PromptCode ?? "",
    };

    private static Wire.Reflection Show(Reflection reflection) => new()
    {
        ReflectionId = reflection.Id.ToString("D"),
        HappenedOn = reflection.HappenedOn?.ToString("yyyy-MM-dd") ?? "",
        PlayedBack = reflection.PlayedBack,
        Answer = (Wire.ReflectionAnswer)(int)reflection.Answer,
        WhatTheyChanged = reflection.Changed ?? "",
        Voice = reflection.Voice is { } voice ? Show(voice) : null,
        RecordTime = Instant(reflection.RecordedAt),
    };

    private static Wire.View Show(View view) => new()
    {
        ViewId = view.Id.ToString("D"),
        PersonId = view.PersonId.ToString("D"),
        ConversationId = view.ConversationId?.ToString("D") ?? "",
        Kind = (Wire.ViewKind)(int)view.Kind,
        WhatMatters = view.Words ?? "",
        Why = view.Why ?? "",
        Seen = view.Seen ?? "",
        Voice = Show(view.Voice),
        Topic = view.Topic ?? "",
        Confidence = (Wire.Confidence)(int)view.Confidence,
        EarlierViewId = view.EarlierId?.ToString("D") ?? "",
        SaidAnew = view.SaidAnew,
        RecordTime = Instant(view.RecordedAt),
        TeamId = view.TeamId?.ToString("D") ?? "",
        PromptCode = view.PromptCode ?? "",
    };

    private static Wire.Strength Show(Strength strength) => new()
    {
        StrengthId = strength.Id.ToString("D"),
        PersonId = strength.PersonId.ToString("D"),
        ConversationId = strength.ConversationId?.ToString("D") ?? "",
        Words = strength.Words,
        Voice = Show(strength.Voice),
        RecordTime = Instant(strength.RecordedAt),
        TeamId = strength.TeamId?.ToString("D") ?? "",
    };

    private static Wire.Voice Show(Voice voice) => new()
    {
        SaidBy = (Wire.Speaker)(int)voice.SaidBy,
        SaidByName = voice.SaidByName ?? "",
        How = { voice.How },
        WrittenBy = (Wire.Writer)(int)voice.WrittenBy,
        IsPersonsVoice = voice.IsPersons,
    };

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static string Code(Speaker speaker) => speaker switch
    {
        Speaker.Person => "person",
        Speaker.Family => "family",
        Speaker.Practitioner => "practitioner",
        Speaker.Representative => "representative",
        _ => "other",
    };

    private static string Code(ViewKind kind) => kind == ViewKind.Concern ? "concern" : "what_matters";
}
