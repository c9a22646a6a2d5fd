using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed partial class EmergencyService
{
    /// <summary>Whoever answers for it says whether it was right to open the record.</summary>
    [Roles(Role.TeamLead | Role.PrivacyOfficer)]
    public override async Task<Wire.ReviewEmergencyResponse> ReviewEmergency(
        Wire.ReviewEmergencyRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var (personId, emergencyId) = (Check.Id(request.PersonId), Check.Id(request.EmergencyId));
        var finding = (EmergencyFinding)(int)Check.Code(request.Finding);
        var words = Check.Words(request.Words, 1000);
        var officer = call.Role == Role.PrivacyOfficer ? 1 : 0;

        await using var work = await database.BeginAsync(On.Person(personId), call);
        var emergency = await work.OneAsync<Emergency>(SelectToReview, new { personId, emergencyId, officer })
            ?? throw Problem.NotFound();
        if (officer == 0)
        {
            await work.EnterTeamAsync(emergency.TeamId);
        }
        var teams = await SharingService.TeamsAsync(work, [emergency.TeamId]);
        if (await work.RepeatedAsync<Emergency>(request, personId) is { } earlier)
        {
            return new Wire.ReviewEmergencyResponse { Emergency = Show(earlier, teams, call) };
        }
        var name = await work.OneAsync<string>(SelectName, new { emergency.TeamId, call.Issuer, call.Subject });
        var reviewed = emergency.Review(call.Issuer, call.Subject, name, finding, words, work.Now, call.Latest);
        if (await work.WriteAsync(UpdateReviewed, reviewed) == 0)
        {
            throw Emergency.AlreadyReviewed();
        }
        work.Record(personId, emergencyId,
            new EmergencyReviewed(emergencyId, personId, emergency.TeamId, Code(finding)), reviewed);
        await NoticeService.EndAsync(work, personId, emergencyId, ReviewOwed);
        await NoticeService.EndAsync(work, personId, emergencyId, ReviewOverdue);
        if (finding == EmergencyFinding.Wrong)
        {
            await NoticeService.TellAllAsync(work, new Notice
            {
                PersonId = personId,
                TeamId = emergency.TeamId,
                Kind = FoundWrong,
                AboutId = emergencyId,
                SinceTime = work.Now,
            }, emergency.AgencyId);
        }
        await work.CommitAsync();

        return new Wire.ReviewEmergencyResponse { Emergency = Show(reviewed, teams, call) };
    }

    private const string SelectToReview = $"""
        /*enter*/ SELECT {EmergencyColumns}
        FROM Emergency e
        WHERE e.Id = @emergencyId AND e.PersonId = @personId AND {OfTheAgency} AND (@officer = 1 OR {OfTheTeam})
        """;

    private const string UpdateReviewed = """
        UPDATE Emergency
        SET Version = @Version, ReviewedAt = @ReviewedAt, ReviewedIssuer = @ReviewedIssuer,
          ReviewedSubject = @ReviewedSubject, Finding = @Finding, ReviewWords = @ReviewWords
        WHERE Id = @Id AND Version = @Version - 1
        """;
}
