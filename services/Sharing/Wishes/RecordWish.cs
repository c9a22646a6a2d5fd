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
    /// <summary>What a person wishes about sharing, in general or about somebody; it hides nothing.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.RecordWishResponse> RecordWish(
        Wire.RecordWishRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var (aboutId, earlierId) = (Check.OptionalId(request.AboutId), Check.OptionalId(request.EarlierWishId));
        var words = Check.Words(request.Words);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        if (aboutId is not null && earlierId is not null)
        {
            throw Problem.Invalid("about_id", "ABOUT_AS_BEFORE", "It is about the same as the earlier one.");
        }
        var voice = Heard(request.Voice, call);
        if (voice.SaidBy == Speaker.Practitioner)
        {
            throw Problem.Refused("PERSON_NOT_ASKED", "Say what the person wishes.", "voice.said_by");
        }

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var before = earlierId is null
            ? null
            : await work.OneAsync<Wish>(SelectWish, new { personId, earlierId }) ?? throw Problem.NotFound();
        var names = await NamesAsync(work, [aboutId, before?.AboutId]);
        var teams = await SharingService.TeamsAsync(work, [work.Team]);
        if (await work.RepeatedAsync<Wish>(request, personId) is { } repeated)
        {
            return new Wire.RecordWishResponse { Wish = Show(repeated, names, teams) };
        }
        if (voice.SaidBy is Speaker.Person or Speaker.Representative)
        {
            await OnPersonDied.RequireLivingAsync(work, personId);
        }
        if (aboutId is { } about && !names.ContainsKey(about))
        {
            throw NoSuchAgency("about_id");
        }
        if (before is { Stands: false })
        {
            throw Problem.Refused("SAID_ANEW", "Another wish has taken its place.", "earlier_wish_id");
        }
        if (before is not null)
        {
            withheldFrom = [.. withheldFrom.Union(await work.WithheldFromAsync(before.Id))];
        }
        var wish = new Wish
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            AboutId = before is null ? aboutId : before.AboutId,
            EarlierId = earlierId,
            Words = words,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        };
        await work.WriteAsync(InsertWish, wish);
        await work.WithholdAsync(personId, wish.Id, withheldFrom);
        work.Record(personId, wish.Id, new WishRecorded(wish.Id, personId, voice.IsPersons, withheldFrom), wish);
        await work.CommitAsync();

        return new Wire.RecordWishResponse { Wish = Show(wish, names, teams) };
    }

    private static Wire.Wish Show(
        Wish wish, Dictionary<Guid, string> names, Dictionary<Guid, Wire.Team> teams) => new()
        {
            WishId = wish.Id.ToString("D"),
            PersonId = wish.PersonId.ToString("D"),
            AboutId = wish.AboutId?.ToString("D") ?? "",
            AboutName = wish.AboutId is { } about ? names.GetValueOrDefault(about, "") : "",
            Words = wish.Words,
            Voice = SharingService.Show(wish.Voice),
            EarlierWishId = wish.EarlierId?.ToString("D") ?? "",
            Stands = wish.Stands,
            ByTeam = SharingService.Find(teams, wish.TeamId),
            RecordTime = SharingService.Show(wish.RecordedAt),
        };

    // In general for all involved; about somebody in particular for the person alone.
    internal const string WishesVisible = """
        SELECT x.Id, x.PersonId, x.TeamId, x.HealthAuthored, x.EnteredInError, x.AboutId, e.Id AS EarlierId, x.Words,
          x.SaidBy, x.SaidByName, x.How, x.WrittenBy, x.RecordedAt,
          CASE WHEN EXISTS (
            SELECT 1 FROM Wish n
            WHERE n.EarlierId = x.Id AND n.PersonId = x.PersonId
              AND ((n.AboutId IS NULL AND /*access:n:wish*/) OR /*access:n:self*/))
            THEN 0 ELSE 1 END AS Stands
        FROM Wish x
          LEFT JOIN Wish e ON e.Id = x.EarlierId
            AND ((e.AboutId IS NULL AND /*access:e:wish*/) OR /*access:e:self*/)
        WHERE x.PersonId = @personId AND ((x.AboutId IS NULL AND /*access:x:wish*/) OR /*access:x:self*/)
        """;

    private const string SelectWish = $"{WishesVisible} AND x.Id = @earlierId";

    private const string InsertWish = """
        INSERT INTO Wish (Id, PersonId, TeamId, HealthAuthored, EnteredInError, AboutId, EarlierId, Words, SaidBy,
          SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @AboutId, @EarlierId, @Words, @SaidBy,
          @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
