using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Reviews;

/// <summary>The scales of a record, one operation a file; this file holds what they look like from outside.</summary>
public sealed partial class ScaleService(IDatabase database) : Wire.ScaleService.ScaleServiceBase
{
    private const int LongestPoint = 200;

    private const string ScaleColumns = """
        s.Id, s.PersonId, s.TeamId, s.HealthAuthored, s.EnteredInError, s.ScaleId, s.Name, s.Points, s.SaidBy,
          s.SaidByName, s.How, s.WrittenBy, s.RecordedAt
        """;

    // A version is there for those who may see both it and the scale, which is its first version.
    private const string ScalesVisible = """
        Scale s INNER JOIN Scale f ON f.Id = s.ScaleId
        WHERE s.PersonId = @personId AND /*access:s:progress*/ AND /*access:f:progress*/
        """;

    /// <summary>Versions by their ids, as far as the caller may see them.</summary>
    internal const string SelectVersions =
        $"SELECT {ScaleColumns} FROM {ScalesVisible} AND s.Id IN (/*each:@versionIds*/)";

    internal const string InsertScale = """
        INSERT INTO Scale (Id, PersonId, TeamId, HealthAuthored, EnteredInError, ScaleId, Name, Points, SaidBy,
          SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @ScaleId, @Name, @Points, @SaidBy,
          @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;

    private static Scale Read(string name, IReadOnlyCollection<string> points, Wire.Voice? said, Call call)
    {
        var voice = ReviewService.Read(said, call, "voice");
        return new Scale
        {
            Name = Check.Words(name, 200, "request.name"),
            Points = [.. points.Select(p => Check.Words(p, LongestPoint, "request.points"))],
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = Voice.WriterOf(call),
        }.WithPoints();
    }

    private static Wire.Scale Show(Scale scale) => new()
    {
        ScaleId = scale.ScaleId.ToString("D"),
        VersionId = scale.Id.ToString("D"),
        Name = scale.Name,
        Points = { scale.Points },
        Voice = ReviewService.Show(scale.Voice),
        RecordTime = ReviewService.Show(scale.RecordedAt),
    };
}
