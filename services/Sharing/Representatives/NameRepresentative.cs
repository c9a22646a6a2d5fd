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

public sealed partial class RepresentativeService
{
    /// <summary>Somebody may act for the person, once they have bound a sign-in.</summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.NameRepresentativeResponse> NameRepresentative(
        Wire.NameRepresentativeRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);
        var (voice, said) = Say(request.WithThePersonsSay, call);
        var told = new Representative
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            Version = 1,
            Name = Check.Words(request.Name, 200),
            Role = (RepresentativeRole)(int)Check.Code(request.Role),
            Scope = (RepresentativeScope)(int)Check.Code(request.Scope),
            Evidence = Check.OptionalWords(request.Evidence, 1000),
            StartsOn = Check.OptionalDay(request.StartsOn) ?? London.Today(call.Now),
            EndsOn = Check.OptionalDay(request.EndsOn),
            Said = said,
            SaidBy = voice?.SaidBy,
            SaidByName = voice?.SaidByName,
            How = voice?.How,
            WrittenBy = voice?.WrittenBy,
            NamedAt = call.Now,
        }.Named();

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        if (await work.RepeatedAsync<Representative>(request, personId) is { } earlier)
        {
            return new Wire.NameRepresentativeResponse { Representative = Show(earlier, call) };
        }
        await OnPersonDied.RequireLivingAsync(work, personId);
        var named = told with { TeamId = work.Team, HealthAuthored = work.Health };
        await work.WriteAsync(InsertRepresentative, named);
        work.Record(personId, named.Id, new RepresentativeNamed(named.Id, personId), named);
        await work.CommitAsync();

        return new Wire.NameRepresentativeResponse { Representative = Show(named, call) };
    }

    // By their own sign-in the person says it by naming.
    private static (Voice? Voice, string? Said) Say(Wire.PersonsSay? say, Call call)
    {
        if (say is null && call.Role != Role.Person)
        {
            return (null, null);
        }
        return (Voice.Of(call, (int)(say?.Voice?.SaidBy ?? 0), say?.Voice?.SaidByName ?? "",
                say?.Voice?.How.ToArray() ?? [], "with_the_persons_say.voice"),
            call.Role == Role.Person
                ? Check.OptionalWords(say?.Said ?? "", Check.LongestWords, "request.WithThePersonsSay.Said")
                : Check.Words(say!.Said, Check.LongestWords, "request.WithThePersonsSay.Said"));
    }

    private const string InsertRepresentative = """
        INSERT INTO Representative (Id, PersonId, TeamId, HealthAuthored, EnteredInError, Version, Name, Role, Scope,
          Evidence, StartsOn, EndsOn, Said, SaidBy, SaidByName, How, WrittenBy, NamedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @Version, @Name, @Role, @Scope,
          @Evidence, @StartsOn, @EndsOn, @Said, @SaidBy, @SaidByName, @How, @WrittenBy, @NamedAt)
        """;
}
