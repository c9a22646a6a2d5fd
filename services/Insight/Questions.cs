using PersonalOutcomes.Database;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Insights;

/// <summary>
/// The fixed questions: their words and uses are data (vocabulary/questions.tsv, answers.tsv); here stands what each
/// one reads. There are no free filters, since every new way of cutting the same figures is a way of finding somebody.
/// </summary>
internal static class Questions
{
    /// <summary>The list of questions, with what each is for.</summary>
    public static readonly Vocabulary List = Vocabulary.Of(typeof(Questions).Assembly, "questions");

    /// <summary>The list of answers: <c>question.answer</c>.</summary>
    public static readonly Vocabulary AnswerList = Vocabulary.Of(typeof(Questions).Assembly, "answers");

    /// <summary>The codes of a question's answers, in the order in which they are shown.</summary>
    public static string[] Answers(string question) => [.. AnswerList.Codes
        .Where(c => c.StartsWith(question + ".", StringComparison.Ordinal))
        .Select(c => c[(question.Length + 1)..])];

    /// <summary>
    /// The kinds of entry that a question counts, and of what those hang on, as a person restricts them (Sharing's list
    /// <c>kinds.tsv</c>).
    /// </summary>
    public static (string[] Kinds, string[] HangsOn) Kinds(string question)
    {
        var line = List[question]!;
        return (Split(line["kinds"]), Split(line["hangs_on"]));

        static string[] Split(string kinds) => kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Everything that a question counts in a month, in a generation.</summary>
    public static Task<List<Counted>> CountAsync(Work work, Model model, string question, Month month) =>
        work.ManyAsync<Counted>(Statement(question), new { model.Generation, from = month.First, to = month.Last });

    private static string Statement(string question) => question switch
    {
        "own_words" => OwnWords,
        "agreed_by" => AgreedBy,
        "direction" => Direction,
        "step_taker" => StepTaker,
        "listening" => Listening,
        "told_by" => ToldBy,
        "played_back" => PlayedBack,
        "story_and_number" => StoryAndNumber,
        "how_it_went" => HowItWent,
        "unintended" => Unintended,
        "plan_change" => PlanChange,
        _ => throw new InvalidOperationException($"vocabulary/questions.tsv asks what nothing answers: {question}"),
    };

    private const string OwnWords = """
        SELECT p.PersonId, p.OutcomeId AS ItemId, CASE WHEN p.IsPersonsVoice = 1 THEN 'own' ELSE 'others' END AS Answer
        FROM OutcomeProposedFact p
        WHERE p.Generation = @generation AND p.HappenedOn >= @from AND p.HappenedOn <= @to
        """;

    // Agreed twice in a month, after a revision: the later one counts.
    private const string AgreedBy = """
        SELECT a.PersonId, a.OutcomeId AS ItemId, a.AgreedBy AS Answer
        FROM OutcomeAgreedFact a
        WHERE a.Generation = @generation AND a.HappenedOn >= @from AND a.HappenedOn <= @to
          AND NOT EXISTS (
            SELECT 1 FROM OutcomeAgreedFact l
            WHERE l.Generation = a.Generation AND l.OutcomeId = a.OutcomeId AND l.HappenedOn <= @to
              AND (l.HappenedOn > a.HappenedOn OR (l.HappenedOn = a.HappenedOn AND l.Position > a.Position)))
        """;

    private const string Direction = """
        SELECT p.PersonId, p.OutcomeId AS ItemId, COALESCE(p.Direction, 'not_said') AS Answer
        FROM OutcomeProposedFact p
        WHERE p.Generation = @generation AND p.HappenedOn >= @from AND p.HappenedOn <= @to
        """;

    private const string StepTaker = """
        SELECT s.PersonId, s.StepId AS ItemId, s.OutcomeId AS HangsOn, s.Party AS Answer
        FROM StepAddedFact s
        WHERE s.Generation = @generation AND s.HappenedOn >= @from AND s.HappenedOn <= @to
        """;

    private const string Listening = """
        SELECT c.PersonId, c.ConversationId AS ItemId,
          CASE WHEN c.Listening = 1 THEN 'listening' ELSE 'more' END AS Answer
        FROM ConversationRecordedFact c
        WHERE c.Generation = @generation AND c.HappenedOn >= @from AND c.HappenedOn <= @to
        """;

    private const string ToldBy = """
        SELECT v.PersonId, v.ViewId AS ItemId, v.ConversationId AS HangsOn,
          CASE WHEN v.IsPersonsVoice = 1 THEN 'person' ELSE 'others' END AS Answer
        FROM ViewRecordedFact v LEFT JOIN ConversationRecordedFact c
          ON c.Generation = v.Generation AND c.ConversationId = v.ConversationId
        WHERE v.Generation = @generation AND v.Kind = 'what_matters'
          AND COALESCE(c.HappenedOn, v.HappenedOn) >= @from AND COALESCE(c.HappenedOn, v.HappenedOn) <= @to
        """;

    private const string PlayedBack = """
        SELECT r.PersonId, r.ReflectionId AS ItemId, r.ConversationId AS HangsOn, r.Answer
        FROM ReflectedBackFact r
        WHERE r.Generation = @generation AND r.HappenedOn >= @from AND r.HappenedOn <= @to
        """;

    private const string StoryAndNumber = """
        SELECT r.PersonId, r.ReviewId AS ItemId, r.OutcomeId AS HangsOn,
          CASE WHEN r.Rated = 1 THEN 'both' ELSE 'story' END AS Answer
        FROM OutcomeReviewedFact r
        WHERE r.Generation = @generation AND r.HappenedOn >= @from AND r.HappenedOn <= @to
        """;

    private const string HowItWent = """
        SELECT r.PersonId, r.ReviewId AS ItemId, r.OutcomeId AS HangsOn, r.Travel AS Answer
        FROM OutcomeReviewedFact r
        WHERE r.Generation = @generation AND r.HappenedOn >= @from AND r.HappenedOn <= @to
          AND NOT EXISTS (
            SELECT 1 FROM OutcomeReviewedFact l
            WHERE l.Generation = r.Generation AND l.OutcomeId = r.OutcomeId AND l.HappenedOn <= @to
              AND (l.HappenedOn > r.HappenedOn OR (l.HappenedOn = r.HappenedOn AND l.Position > r.Position))
              AND NOT EXISTS (
                SELECT 1 FROM RemovedFact x WHERE x.Generation = l.Generation AND x.ItemId = l.ReviewId))
        """;

    private const string Unintended = """
        SELECT r.PersonId, r.ReviewId AS ItemId,
          CASE WHEN r.UnintendedGood > 0 AND r.UnintendedBad > 0 THEN 'both'
            WHEN r.UnintendedGood > 0 THEN 'good' WHEN r.UnintendedBad > 0 THEN 'bad' ELSE 'none' END AS Answer
        FROM ReviewRecordedFact r
        WHERE r.Generation = @generation AND r.HappenedOn >= @from AND r.HappenedOn <= @to
        """;

    private const string PlanChange = """
        SELECT r.PersonId, r.ReviewId AS ItemId,
          CASE WHEN r.PlanNeedsToChange IS NULL THEN 'not_asked' WHEN r.PlanNeedsToChange = 1 THEN 'yes' ELSE 'no' END
            AS Answer
        FROM ReviewRecordedFact r
        WHERE r.Generation = @generation AND r.HappenedOn >= @from AND r.HappenedOn <= @to
        """;

    /// <summary>One thing that is counted, as it lies in the model.</summary>
    internal sealed record Counted
    {
        public Guid PersonId { get; init; }
        public Guid ItemId { get; init; }

        /// <summary>The other item, without which this one is not shown; null when there is none.</summary>
        public Guid? HangsOn { get; init; }
        public string Answer { get; init; } = "";
    }
}
