using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Insights.V1;

namespace PersonalOutcomes.Insights;

public sealed partial class InsightService
{
    /// <summary>Published figures: the area's, one's own agency's, one's own team's, and nobody else's.</summary>
    [Roles(Role.Staff | Role.ServiceManager | Role.PrivacyOfficer)]
    public override async Task<Wire.GetPeriodResponse> GetPeriod(
        Wire.GetPeriodRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var month = Month.Read(request.Month).ToString();
        var scope = Check.Code(request.Scope);
        var teamId = scope == Wire.Scope.Team ? Check.Id(request.TeamId) : (Guid?)null;

        await using var work = await database.ReadAsync(call);
        var agencyId = await work.OneAsync<Guid?>(SelectAgency, new { call.Agency }) ?? throw Problem.NotFound();
        if (teamId is { } team)
        {
            await work.EnterTeamAsync(team);
        }
        var period = await work.OneAsync<PublishedPeriod>(SelectPeriod, new { month }) ?? throw Problem.NotFound();
        var scopeId = scope == Wire.Scope.Area ? Guid.Empty : teamId ?? agencyId;
        var figures = await work.ManyAsync<Published>(SelectFigures, new { month, scope = (int)scope, scopeId });
        if (figures.Count == 0)
        {
            // A team or agency that nobody had heard of when the month was published.
            throw Problem.NotFound();
        }
        await work.CommitAsync();

        var response = new Wire.GetPeriodResponse
        {
            Month = period.Month,
            PublishTime = Instant(period.PublishedAt),
            Scope = scope,
        };
        response.Questions.AddRange(
            from code in Questions.List.Codes
            let cells = figures.Where(f => f.Question == code).ToList()
            where cells.Count > 0
            select Show(code, cells, scope));
        return response;
    }

    private static Wire.Question Show(string code, List<Published> cells, Wire.Scope scope)
    {
        var line = Questions.List[code]!;
        var unit = line["unit"];
        return new Wire.Question
        {
            Code = code,
            Words = line["words"],
            UsedFor = line["used_for"],
            Unit = unit,
            Source = line["source"],
            Total = Show(cells.Single(c => c.Answer.Length == 0), "in all", unit, scope),
            Figures =
            {
                cells.Where(c => c.Answer.Length > 0)
                    .Select(c => Show(c, Questions.AnswerList[$"{code}.{c.Answer}"]?["words"] ?? "", unit, scope)),
            },
        };
    }

    private static Wire.Figure Show(Published cell, string words, string unit, Wire.Scope scope)
    {
        var people = scope == Wire.Scope.Area ? Suppression.AreaThreshold : Suppression.OwnThreshold;
        var figure = new Wire.Figure
        {
            Code = cell.Answer,
            Words = words,
            Shown = cell.Figure is { } count
                ? $"{count} {unit}"
                : $"fewer than {people} people, or it would tell of them",
        };
        if (cell.Figure is { } given)
        {
            figure.Count = given;
        }
        return figure;
    }

    // An agency that has not signed the sharing agreement sees nothing, the area's figures included.
    private const string SelectAgency = "SELECT AgencyId FROM Agreement WHERE AgencyId = @agency";

    private const string SelectFigures = """
        SELECT Question, Answer, Figure
        FROM PublishedFigure
        WHERE Month = @month AND Scope = @scope AND ScopeId = @scopeId
        ORDER BY Question, Place
        """;

    private sealed record Published
    {
        public string Question { get; init; } = "";
        public string Answer { get; init; } = "";
        public int? Figure { get; init; }
    }
}
