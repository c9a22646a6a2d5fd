using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Paging;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Conversations;

public sealed partial class ConversationService
{
    private const int SixMonths = 6, MostMonths = 120;

    /// <summary>
    /// The views that stand, by topic and by whose they are, who has not been heard yet, and who has asked already.
    /// </summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetExchangeMapResponse> GetExchangeMap(
        Wire.GetExchangeMapRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);
        var topic = Topic(request.Topic);
        var months = request.Months is >= 0 and <= MostMonths
            ? request.Months == 0 ? SixMonths : request.Months
            : throw Problem.Invalid("months", "NUMBER_OUT_OF_RANGE", $"From 1 to {MostMonths} months.");

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(Math.Min(request.PageSize, MostViews), request.PageToken, work);
        // Who was heard is asked of all of them, and only a page of them is shown with its words.
        var statements = await work.ManyAsync<Statement>(SelectStatements, new { personId });
        var items = Each.Of(statements.Select(s => s.Id));
        var heardBy = (await work.ManyAsync<Heard>(SelectHeardBy, new { items }))
            .ToLookup(h => h.ItemId, h => h.TeamId);
        var map = new ExchangeMap([.. statements.Select(s => s with { Teams = [.. heardBy[s.Id]] })]);
        var (today, death) = (London.Today(work.Now), await OnPersonDied.OfAsync(work, personId));
        // Nobody is sent to ask a person who died.
        bool IsAskedFor(string? about) => !request.OnlyNotHeardDirectly
            || (death is null && ExchangeMap.NotIn(months, map.PersonLastHeardOn(about), today));
        var current = map.Current(Topics.Codes, topic).Where(s => IsAskedFor(s.Topic)).ToList();
        var found = current.Skip(page.Skip).Take(page.Take + 1).ToList();
        var views = (await work.ManyAsync<View>(SelectViewsStated,
            new { personId, viewIds = Each.Of(found.Take(page.Take).Select(s => s.Id)) })).ToDictionary(v => v.Id);
        var shown = found.Where(s => views.ContainsKey(s.Id)).ToList();
        // Of one topic, also what the same voice has followed with another thing.
        var agreements = (await work.ManyAsync<SaidAgreement>(SelectSaidAgreements, new { personId }))
            .Where(a => topic is null || a.Topic == topic).GroupBy(a => a.Topic).ToDictionary(g => g.Key,
                g => (topic is null ? SaidAgreement.Standing([.. g]) : g.Take(MostAgreements)).ToList());
        var groups = shown.GroupBy(s => s.Topic).Select(g => (Topic: g.Key, Said: g.ToList())).ToList();
        if (found.Count <= page.Take)
        {
            // That nobody has been heard on what is asked for is an answer, and so is that they agree without a view.
            var without = topic is null ? Topics.Codes.Where(agreements.ContainsKey) : [topic];
            groups.AddRange(without.Except(current.Select(s => s.Topic)).Where(IsAskedFor)
                .Select(t => (t, new List<Statement>())));
        }
        var pairs = (await PairsAsync(work, map, topic)).ToDictionary(p => (p.First.Id, p.Second.Id));
        // Of two, the newest word.
        var saidPairs = (await work.ManyAsync<SaidPair>(SelectSaidPairs, new { personId }))
            .Where(s => pairs.ContainsKey((s.FirstId, s.SecondId))).DistinctBy(s => (s.FirstId, s.SecondId))
            .ToLookup(s => pairs[(s.FirstId, s.SecondId)].First.Topic);
        List<SaidAgreement> Of(string? about) => agreements.GetValueOrDefault(about ?? "", []);
        work.Showed(personId, [.. shown.Select(s => s.Id), .. groups.SelectMany(g => Of(g.Topic)).Select(a => a.Id),
            .. groups.SelectMany(g => saidPairs[g.Topic]).Select(s => s.Id)]);
        await work.CommitAsync();

        return new Wire.GetExchangeMapResponse
        {
            Topics =
            {
                groups.Select(g => new Wire.TopicExchange
                {
                    Topic = g.Topic ?? "",
                    Holders =
                    {
                        g.Said.GroupBy(s => s.Holder).Select(h => new Wire.HolderViews
                        {
                            Holder = (Wire.Holder)(int)h.Key,
                            Views = { h.Select(s => Show(s, views[s.Id], map)) },
                        }),
                    },
                    NotYetHeard = { map.NotYetHeard(g.Topic).Select(h => (Wire.Holder)(int)h) },
                    PersonLastHeardOn = Day(map.PersonLastHeardOn(g.Topic)),
                    NotHeardDirectlyInSixMonths =
                        death is null && ExchangeMap.NotIn(SixMonths, map.PersonLastHeardOn(g.Topic), today),
                    Agreements = { Of(g.Topic).Select(Show) },
                    SaidPairs = { saidPairs[g.Topic].Select(Show) },
                }),
            },
            PersonLastHeardOn = Day(map.PersonLastHeardOn()),
            NotHeardDirectlyInSixMonths =
                death is null && ExchangeMap.NotIn(SixMonths, map.PersonLastHeardOn(), today),
            NextPageToken = page.Next(found.Count, work),
        };
    }

    private static Wire.HeardView Show(Statement said, View view, ExchangeMap map) => new()
    {
        View = Show(view),
        HeardOn = Day(said.HeardOn),
        IsProxy = said.IsProxy,
        HeardBy =
        {
            map.HeardBy(said).Select(h => new Wire.Hearing
            {
                TeamId = h.TeamId.ToString("D"),
                HeardOn = Day(h.HeardOn),
            }),
        },
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd") ?? "";

    private const string SelectSaidAgreements = $"""
        SELECT {SaidAgreementColumns}
        FROM SaidAgreement sa
        WHERE sa.PersonId = @personId AND /*access:sa:what_matters*/
        ORDER BY sa.RecordedAt DESC, sa.Id
        """;

    // What is said anew stays with its conversation, and was not heard there. To whoever does not see the earlier
    // statement it is as any other of that conversation.
    private const string SelectStatements = $"""
        SELECT v.Id, v.TeamId, e.Id AS EarlierId, v.Kind, v.Place, v.SaidBy, v.How, v.Topic, v.RecordedAt,
          CASE WHEN e.Id IS NULL THEN c.HappenedOn END AS HappenedOn,
          {SaidAnew} FROM {ViewsVisible}
        """;

    // A team that is a secret is left out, and the others are named: nobody can tell that there was one more.
    private const string SelectHeardBy =
        "SELECT tp.ItemId, tp.TeamId FROM TakingPart tp WHERE tp.ItemId IN (/*each:@items*/) AND /*team:tp:TeamId*/";

    private const string SelectViewsStated = $"""
        SELECT {ViewColumns} FROM {ViewsVisible} AND v.Id IN (/*each:@viewIds*/)
        """;

    private sealed record Heard
    {
        public Guid ItemId { get; init; }
        public Guid TeamId { get; init; }
    }
}
