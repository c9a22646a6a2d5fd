using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

/// <summary>What several operations on a person's own words read and show alike.</summary>
public sealed partial class PersonService
{
    private const int MostSections = 200, MostEarlier = 50;

    private static readonly Vocabulary AboutMeSections = Vocabulary.Of(typeof(PersonService).Assembly, "about_me");

    private static Voice Read(Wire.Voice? voice, Call call, string path = "voice") => Voice.Of(
        call, (int)(voice?.SaidBy ?? 0), voice?.SaidByName ?? "", voice?.How.ToArray() ?? [], path);

    // A section of the list; null when none is named.
    private static string? ReadSection(string code, Vocabulary sections) =>
        code.Length == 0 ? null
        : sections[code] is not null ? code
        : throw Problem.Invalid("section", "CODE_UNKNOWN", "This is not one of the sections.");

    private static async Task<Wordings> AboutMeAsync(Work work, Guid personId) => new(
        await work.ManyAsync<WordingPlace>(SelectWordingPlaces, new { personId }),
        await work.ManyAsync<OwnWords>(SelectAboutMe, new { personId }));

    private static Wire.OwnWords Show(OwnWords words, Wordings among, Work work)
    {
        var shown = Show(words, work);
        shown.EarlierId = among.EarlierThan(words).FirstOrDefault()?.Id.ToString("D") ?? "";
        return shown;
    }

    private static Wire.OwnWords Show(OwnWords words, Work work)
    {
        var shown = Show(words);
        shown.Etag = work.Etag(shown);
        return shown;
    }

    // Without its etag: what the etag is made of.
    private static Wire.OwnWords Show(OwnWords words) => new()
    {
        OwnWordsId = words.Id.ToString("D"),
        Section = words.Section ?? "",
        Title = words.Title ?? Listed(words, "title"),
        Words = words.Words,
        Voice = Show(words.Voice),
        RecordTime = Time(words.RecordedAt),
        TeamId = words.TeamId?.ToString("D") ?? "",
        TakeOffTime = words.TakenOffAt is { } at ? Time(at) : "",
        AtAGlance = words.Kind == OwnWordsKind.AboutMe && Listed(words, "glance") == "yes",
    };

    private static string Listed(OwnWords words, string column) => words.Section is not { } code ? ""
        : (words.Kind == OwnWordsKind.AboutMe ? AboutMeSections : CarerPlanSections)[code]?[column] ?? "";

    private static Wire.Voice Show(Voice voice) => new()
    {
        SaidBy = (Wire.Speaker)(int)voice.SaidBy,
        SaidByName = voice.SaidByName ?? "",
        How = { voice.How },
        WrittenBy = (Wire.Writer)(int)voice.WrittenBy,
        IsPersonsVoice = voice.IsPersons,
    };

    internal const string OwnWordsColumns = """
        a.Id, a.PersonId, a.TeamId, a.HealthAuthored, a.EnteredInError, a.Kind, a.SectionId, a.EarlierId, a.Section,
          a.Title, a.Words, a.SaidBy, a.SaidByName, a.How, a.WrittenBy, a.RecordedAt, a.TakenOffAt
        """;

    // What was taken off is for the person alone.
    private const string SelectAboutMe = $"""
        SELECT {OwnWordsColumns}
        FROM OwnWords a
        WHERE a.PersonId = @personId AND a.Kind = 1
          AND ((a.TakenOffAt IS NULL AND /*access:a:about_me*/) OR (a.TakenOffAt IS NOT NULL AND /*access:a:self*/))
        ORDER BY a.RecordedAt, a.Id
        """;

    private const string SelectWordingPlaces = "SELECT a.Id, a.EarlierId FROM OwnWords a WHERE a.PersonId = @personId";

    private const string InsertOwnWords = """
        INSERT INTO OwnWords (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Kind, SectionId, EarlierId, Section,
          Title, Words, SaidBy, SaidByName, How, WrittenBy, RecordedAt, TakenOffAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Kind, @SectionId, @EarlierId, @Section,
          @Title, @Words, @SaidBy, @SaidByName, @How, @WrittenBy, @RecordedAt, @TakenOffAt)
        """;
}
