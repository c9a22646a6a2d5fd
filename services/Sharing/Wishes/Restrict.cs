using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class WishService
{
    private static readonly Vocabulary Kinds = Vocabulary.Of(typeof(Grants).Assembly, "kinds");

    /// <summary>The record, or a kind of entry, is kept from somebody at once, because the person says so.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.RestrictResponse> Restrict(
        Wire.RestrictRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, fromId) = (Check.Id(request.PersonId), Check.Id(request.FromId));
        var kind = Kind(request.Kind);
        var words = Check.OptionalWords(request.Words, 1000);
        var voice = OwnVoice(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var names = await NamesAsync(work, [fromId]);
        var teams = await SharingService.TeamsAsync(work, [work.Team]);
        if (await work.RepeatedAsync<Restriction>(request, personId) is { } earlier)
        {
            return new Wire.RestrictResponse { Restriction = Show(earlier, names, teams) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        await RequireKnownAsync(work, personId, fromId, names);
        var restriction = new Restriction
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Version = 1,
            FromId = fromId,
            Kind = kind,
            Words = words,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertRestriction, restriction);
        var set = new RestrictionSet(restriction.Id, personId, fromId, kind);
        await Grants.ApplyAsync(set, work);
        work.Record(personId, restriction.Id, set, restriction);
        await SamePerson.RestrictAsync(work, set);
        await TellPersonAsync(work, personId, restriction.Id, "restriction_set");
        await work.CommitAsync();

        return new Wire.RestrictResponse { Restriction = Show(restriction, names, teams) };
    }

    private static string? Kind(string given) => given.Length == 0 ? null
        : Kinds[given] is { } known && known["audience"] != "self" ? given
        : throw Problem.Invalid("kind", "CODE_UNKNOWN", "This is not one of the kinds.");

    // An agency, a team, or somebody who acts for the person.
    private static async Task RequireKnownAsync(
        Work work, Guid personId, Guid fromId, Dictionary<Guid, string> names)
    {
        if (!names.ContainsKey(fromId)
            && await work.OneAsync<int>(CountRepresentatives, new { personId, fromId }) == 0)
        {
            throw NoSuchAgency("from_id");
        }
    }

    private static Wire.Restriction Show(
        Restriction restriction, Dictionary<Guid, string> names, Dictionary<Guid, Wire.Team> teams) => new()
        {
            RestrictionId = restriction.Id.ToString("D"),
            PersonId = restriction.PersonId.ToString("D"),
            FromId = restriction.FromId.ToString("D"),
            FromName = names.GetValueOrDefault(restriction.FromId, ""),
            Kind = restriction.Kind ?? "",
            Words = restriction.Words ?? "",
            Voice = SharingService.Show(restriction.Voice),
            ByTeam = SharingService.Find(teams, restriction.TeamId),
            RecordTime = SharingService.Show(restriction.RecordedAt),
            LiftTime = SharingService.Show(restriction.LiftedAt),
        };

    private const string CountRepresentatives = """
        SELECT COUNT(*) FROM Representative p
        WHERE p.Id = @fromId AND p.PersonId = @personId AND /*access:p:representative*/
        """;

    private const string InsertRestriction = """
        INSERT INTO SaidRestriction (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, FromId, Kind, Words,
          How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @FromId, @Kind, @Words,
          @How, @WrittenBy, @RecordedAt)
        """;
}
