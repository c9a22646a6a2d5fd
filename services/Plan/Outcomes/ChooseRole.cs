using Grpc.Core;
using MassTransit;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

public sealed partial class PlanService
{
    private static readonly Vocabulary RoleCodes = Vocabulary.Of(typeof(PlanService).Assembly, "roles");

    /// <summary>The person's own part in an outcome, as they want it.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ChooseRoleResponse> ChooseRole(
        Wire.ChooseRoleRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, outcomeId) = (Check.Id(request.PersonId), Check.Id(request.OutcomeId));
        var words = Check.Words(request.Words);
        var withheldFrom = Check.Ids(request.WithheldFrom);
        if (request.Role.Length > 0 && RoleCodes[request.Role] is null)
        {
            throw Problem.Invalid("role", "CODE_UNKNOWN", "This is not one of the parts that can be chosen.");
        }
        var voice = Read(request.Voice, call);

        await using var work = await database.BeginAsync(On.Person(personId), call);
        await work.EnterAsync(personId);
        var outcome = await work.OneAsync<Outcome>(SelectOutcome, new { personId, outcomeId })
            ?? throw Problem.NotFound();
        if (await work.RepeatedAsync<ChosenRole>(request, personId) is { } earlier)
        {
            return new Wire.ChooseRoleResponse { ChosenRole = Show(earlier) };
        }

        Death.RequireNone(await OnPersonDied.OfAsync(work, personId));
        var role = new ChosenRole
        {
            Id = NewId.NextGuid(),
            PersonId = personId,
            TeamId = work.Team,
            HealthAuthored = work.Health,
            Words = words,
            Code = request.Role.Length == 0 ? null : request.Role,
            SaidBy = voice.SaidBy,
            SaidByName = voice.SaidByName,
            How = voice.How,
            WrittenBy = voice.WrittenBy,
            RecordedAt = work.Now,
        }.In(outcome);
        await WriteRoleAsync(work, role, withheldFrom);
        await work.CommitAsync();

        return new Wire.ChooseRoleResponse { ChosenRole = Show(role) };
    }

    private static async Task WriteRoleAsync(Work work, ChosenRole role, Guid[] withheldFrom)
    {
        await work.WriteAsync(InsertRole, role);
        await work.WithholdAsync(role.PersonId, role.Id, withheldFrom);
        work.Record(role.PersonId, role.Id, new RoleChosen(
            role.Id, role.OutcomeId, role.PersonId, role.Code, role.Voice.IsPersons, withheldFrom), role);
    }

    // Up to that time, newest first; what they said of an outcome that is not shown is not looked at.
    private static async Task<ILookup<Guid, ChosenRole>> RolesAsync(Work work, Guid personId, DateTimeOffset at) =>
        (await work.ManyAsync<ChosenRole>(SelectRoles, new { personId })).Where(r => r.RecordedAt <= at)
            .OrderByDescending(r => r.RecordedAt).ThenBy(r => r.Id).ToLookup(r => r.OutcomeId);

    private static Wire.ChosenRole Show(ChosenRole role) => new()
    {
        RoleId = role.Id.ToString("D"),
        Words = role.Words,
        Role = role.Code ?? "",
        RoleWords = role.Code is { } code ? RoleCodes[code]?["words"] ?? "" : "",
        Voice = Show(role.Voice),
        RecordTime = Show(role.RecordedAt),
    };

    private const string SelectRoles = """
        SELECT r.Id, r.PersonId, r.TeamId, r.HealthAuthored, r.EnteredInError, r.OutcomeId, r.Words, r.Code, r.SaidBy,
          r.SaidByName, r.How, r.WrittenBy, r.RecordedAt
        FROM ChosenRole r
        WHERE r.PersonId = @personId AND /*access:r:outcome*/
        """;

    private const string InsertRole = """
        INSERT INTO ChosenRole (Id, PersonId, TeamId, HealthAuthored, EnteredInError, OutcomeId, Words, Code, SaidBy,
          SaidByName, How, WrittenBy, RecordedAt)
        VALUES (@Id, @PersonId, @TeamId, @HealthAuthored, @EnteredInError, @OutcomeId, @Words, @Code, @SaidBy,
          @SaidByName, @How, @WrittenBy, @RecordedAt)
        """;
}
