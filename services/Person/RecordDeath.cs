using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>A person died.</summary>
    [Roles(Role.Staff)]
    public override async Task<Wire.RecordDeathResponse> RecordDeath(
        Wire.RecordDeathRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var diedOn = Check.HappenedOn(request.DiedOn, call.Now);
        var howKnown = Check.Words(request.HowKnown, 1000);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var person = await work.OneAsync<Person>(SelectPerson, new { personId }) ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<DeathRecord>(request, personId) is { } earlier)
        {
            return new Wire.RecordDeathResponse { Death = Show(earlier) };
        }
        var standing = await work.OneAsync<DeathRecord>(SelectDeath, new { personId });
        var death = new DeathRecord
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            AgencyId = call.Agency!.Value,
            DiedOn = diedOn,
            HowKnown = howKnown,
            RecordedAt = work.Now,
        }.Tell(standing, person.BirthDate);
        await AddAsync(work, death);
        // By whichever id they are known, it is one person who died.
        foreach (var other in await work.ManyAsync<Guid>(Grants.SelectSameAs, new { personId }))
        {
            await FollowAsync(work, death, other);
        }
        await work.CommitAsync();

        return new Wire.RecordDeathResponse { Death = Show(death) };
    }

    private static async Task AddAsync(Work work, DeathRecord death)
    {
        await work.WriteAsync(InsertDeath, death);
        work.Record(death.PersonId, death.Id, new PersonDied(death.Id, death.PersonId, death.DiedOn), death);
    }

    private static async Task FollowAsync(Work work, DeathRecord death, Guid personId)
    {
        if (await work.OneAsync<DeathRecord>(SelectDeath, new { personId }) is null)
        {
            await AddAsync(work, death.Follow(NewId.NextGuid(), personId, work.Now));
        }
    }

    /// <summary>One of two records that became one person's is of somebody who died: so is the other.</summary>
    internal static async Task OnPersonMergedAsync(PersonMerged e, Work work)
    {
        if (await work.OneAsync<DeathRecord>(SelectDeath, new { personId = e.OtherPersonId }) is { } death)
        {
            await FollowAsync(work, death, e.PersonId);
        }
    }

    private static Wire.Death Show(DeathRecord death) => new()
    {
        DeathId = death.Id.ToString("D"),
        PersonId = death.PersonId.ToString("D"),
        DiedOn = Day(death.DiedOn),
        HowKnown = death.HowKnown,
        RecordTime = Time(death.RecordedAt),
        ReverseTime = death.ReversedAt is { } at ? Time(at) : "",
        ReverseReason = death.ReverseReason ?? "",
    };

    // That somebody died belongs to who they are: whoever may see the person may know, whichever team recorded it.
    internal const string SelectDeath = """
        SELECT d.Id, d.PersonId, d.TeamId, d.HealthAuthored, d.EnteredInError, d.Version, d.AgencyId, d.FollowsId,
          d.DiedOn, d.HowKnown, d.RecordedAt, d.ReversedAt, d.ReverseReason
        FROM DeathRecord d
        WHERE d.PersonId = @personId AND d.ReversedAt IS NULL AND d.EnteredInError = 0
        """;

    private const string InsertDeath = """
        INSERT INTO DeathRecord (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, AgencyId, FollowsId,
          DiedOn, HowKnown, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @AgencyId, @FollowsId,
          @DiedOn, @HowKnown, @RecordedAt)
        """;
}
