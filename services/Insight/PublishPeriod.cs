using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Requests;
using Wire = PersonalOutcomes.Insights.V1;

namespace PersonalOutcomes.Insights;

public sealed partial class InsightService
{
    /// <summary>Publishes a month once; figures that were published are never made again.</summary>
    [Roles(Role.Operator)]
    public override async Task<Wire.PublishPeriodResponse> PublishPeriod(
        Wire.PublishPeriodRequest request, ServerCallContext context)
    {
        var call = Call.Of(context);
        var month = Month.Read(request.Month);
        if (month.End > call.Now)
        {
            throw Problem.Refused("MONTH_NOT_OVER", "A month is published when it is over.", "month");
        }
        // What is published stays: nothing that was recorded by now may be missing from it.
        await sources.LevelAsync(TimeSpan.FromSeconds(4), call.Cancellation);
        var (parked, cells) = await CountAsync(month, call);

        await using var work = await database.BeginAsync(On.Own("period"), call);
        var published = await work.OneAsync<PublishedPeriod>(SelectPeriod, new { month = month.ToString() });
        var period = published ?? new PublishedPeriod
        {
            Month = month.ToString(),
            Id = MassTransit.NewId.NextGuid(),
            PublishedAt = work.Now,
        };
        if (await work.RepeatedAsync<PublishedPeriod>(request, period.Id) is { } earlier)
        {
            return Show(earlier);
        }
        if (published is not null)
        {
            await work.CommitAsync();
            return Show(published);
        }
        if (parked > 0)
        {
            throw Problem.Refused("ENTRIES_PARKED", "Some people's entries could not be taken in yet.");
        }
        await work.WriteAsync(InsertPeriod, period);
        foreach (var (question, cell) in cells)
        {
            await work.WriteAsync(InsertFigure, new
            {
                period.Month,
                scope = (int)cell.Whose,
                scopeId = cell.Id,
                question,
                answer = cell.Answer is { } answer ? Questions.Answers(question)[answer] : "",
                place = cell.Answer + 1 ?? 0,
                figure = cell.Count,
            });
        }
        work.Record(period.Id, period.Id, new PeriodPublished(period.Id, period.Month), period);
        await work.CommitAsync();

        return Show(period);
    }

    // Before the write: nothing but SQL stands between its beginning and its end.
    private async Task<(int Parked, List<(string Question, Cell Cell)> Cells)> CountAsync(Month month, Call call)
    {
        await using var work = await database.ReadAsync(call);
        var parked = await work.OneAsync<int>(CountParked);
        var cells = await Figures.OfAsync(work, await Model.LiveAsync(work), month);
        await work.CommitAsync();
        return (parked, cells);
    }

    private static Wire.PublishPeriodResponse Show(PublishedPeriod period) =>
        new() { Month = period.Month, PublishTime = Instant(period.PublishedAt) };

    private const string CountParked = "SELECT COUNT(*) FROM Parked";

    private const string InsertPeriod =
        "INSERT INTO PublishedPeriod (Month, Id, PublishedAt) VALUES (@Month, @Id, @PublishedAt)";

    private const string InsertFigure = """
        INSERT INTO PublishedFigure (Month, Scope, ScopeId, Question, Answer, Place, Figure)
        VALUES (@month, @scope, @scopeId, @question, @answer, @place, @figure)
        """;
}
