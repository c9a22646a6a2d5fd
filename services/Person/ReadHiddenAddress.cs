using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.People.V1;

namespace PersonalOutcomes.People;

public sealed partial class PersonService
{
    /// <summary>
    /// A hidden address, to the person, the team that recorded it or a duty to protect; a call of its own in the log.
    /// </summary>
    [Roles(Role.Person | Role.Staff)]
    public override async Task<Wire.ReadHiddenAddressResponse> ReadHiddenAddress(
        Wire.ReadHiddenAddressRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var personId = Check.Id(request.PersonId);

        await using var work = await database.ReadAsync(call);
        await work.EnterAsync(personId);
        var hidden = await work.OneAsync<HiddenAddress>(SelectHiddenAddress,
            new { personId, team = work.Team, self = call.Role == Role.Person }) ?? throw Problem.NotFound();
        work.Showed(personId, hidden.Id);
        await work.CommitAsync();

        return new Wire.ReadHiddenAddressResponse
        {
            Address = hidden.Address ?? "",
            Postcode = hidden.Postcode ?? "",
        };
    }

    // Not a kind that could be opened to another team: nobody but the person, the team that recorded it and the duty to
    // protect may, whoever says otherwise.
    private const string SelectHiddenAddress = """
        SELECT h.Id, h.Address, h.Postcode
        FROM HiddenAddress h
        WHERE h.PersonId = @personId AND (h.TeamId = @team OR @self = 1 OR @callerPurpose = 'adult_protection')
          AND /*access:h:hidden_address*/
        """;
}
