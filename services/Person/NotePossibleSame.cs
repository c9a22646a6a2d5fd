using MassTransit;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>Notes which of the candidates may be the same person, for privacy officers; never answered.</summary>
    private static async Task NotePossibleSameAsync(Work work, Person person, IEnumerable<Candidate> others)
    {
        var self = new Candidate
        {
            Id = person.Id,
            MatchName = person.MatchName,
            BirthDate = person.BirthDate,
            MatchPostcode = person.MatchPostcode,
        };
        foreach (var other in others.GroupBy(o => o.Id).Select(g => g.MaxBy(o => o.SameIdentifier)!))
        {
            if (PossibleSame.Of(self, other) is var (score, reasons))
            {
                await work.WriteAsync(InsertPossibleSame, new PossibleSame
                {
                    Id = NewId.NextGuid(),
                    PersonId = person.Id,
                    TeamId = work.Team,
                    HealthAuthored = work.Health,
                    OtherPersonId = other.Id,
                    Score = score,
                    Reasons = reasons,
                    RecordedAt = work.Now,
                });
            }
        }
    }

    // No access mark in these two: a likeness with a person whom the caller may not see is just what has to be found.
    private const string SelectAlike = """
        SELECT p.Id, p.MatchName, p.BirthDate, p.MatchPostcode
        FROM Person p
        WHERE p.Id <> @personId AND p.EnteredInError = 0
          AND (p.BirthDate = @birthDate OR p.MatchPostcode = @matchPostcode)
        """;

    private const string SelectSameIdentifier = """
        SELECT p.Id, p.MatchName, p.BirthDate, p.MatchPostcode, 1 AS SameIdentifier
        FROM Person p
        WHERE p.Id <> @personId AND p.EnteredInError = 0 AND p.Id IN (
          SELECT i.PersonId FROM Identifier i
          WHERE i.Kind = @kind AND i.System = @system AND i.Value = @value AND i.EnteredInError = 0)
        """;

    private const string InsertPossibleSame = """
        INSERT INTO PossibleSame (Id, PersonId, TeamId, HealthAuthored, EnteredInError, OtherPersonId, Score, Reasons,
          RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @OtherPersonId, @Score, @Reasons,
          @RecordedAt)
        """;
}
