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
    /// <summary>What teams of different agencies wrote down on one topic, two and two.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.ListPairsResponse> ListPairs(
        Wire.ListPairsRequest request, ServerCallContext context)
    {
        var personId = Check.Id(request.PersonId);
        var topic = Topic(request.Topic);

        await using var work = await database.ReadAsync(Call.Of(context));
        await work.EnterAsync(personId);
        var page = Page.Of(Math.Min(request.PageSize, MostConversations), request.PageToken, work);
        var statements = await work.ManyAsync<Statement>(SelectStatements, new { personId });
        var said = (await work.ManyAsync<SaidPair>(SelectSaidPairs, new { personId }))
            .ToLookup(s => (s.FirstId, s.SecondId));
        SaidPair? Newest(Pair pair) => said[(pair.First.Id, pair.Second.Id)].FirstOrDefault();
        var found = (await PairsAsync(work, new ExchangeMap(statements), topic))
            .Where(p => !request.OnlyOpen || Newest(p) is null).Skip(page.Skip).Take(page.Take + 1).ToList();
        var shown = found.Take(page.Take).ToList();
        var views = (await work.ManyAsync<View>(SelectViewsStated, new
        {
            personId,
            viewIds = Each.Of(shown.SelectMany(p => new[] { p.First.Id, p.Second.Id }).Distinct()),
        })).ToDictionary(v => v.Id);
        work.Showed(personId, [.. views.Keys, .. shown.Select(Newest).OfType<SaidPair>().Select(s => s.Id)]);
        await work.CommitAsync();

        return new Wire.ListPairsResponse
        {
            Pairs =
            {
                shown.Select(p => new Wire.Pair
                {
                    Topic = p.First.Topic,
                    First = Show(views[p.First.Id]),
                    Second = Show(views[p.Second.Id]),
                    Said = Newest(p) is { } newest ? Show(newest) : null,
                }),
            },
            NextPageToken = page.Next(found.Count, work),
        };
    }

    // Of what the caller may see, and nobody that they see has said anew.
    private static async Task<List<Pair>> PairsAsync(Work work, ExchangeMap map, string? topic)
    {
        var current = map.Current(Topics.Codes, topic).ToList();
        var agencies = await work.ManyAsync<AgencyOfTeam>(SelectAgencies,
            new { teams = Each.Of(current.Select(s => s.TeamId).OfType<Guid>().Distinct()) });
        return [.. Pair.Of(current, agencies.ToDictionary(a => a.Grantee, a => a.AgencyId))];
    }

    // The newest first.
    private const string SelectSaidPairs = $"""
        SELECT {SaidPairColumns}
        FROM SaidPair sp
        WHERE sp.PersonId = @personId AND /*access:sp:what_matters*/
        ORDER BY sp.RecordedAt DESC, sp.Id
        """;

    internal const string SaidPairColumns = """
        sp.Id, sp.PersonId, sp.TeamId, sp.HealthAuthored, sp.EnteredInError, sp.FirstId, sp.SecondId, sp.Answer,
          sp.OutdatedId, sp.Words, sp.SaidBy, sp.SaidByName, sp.How, sp.WrittenBy, sp.RecordedAt
        """;

    // Whose a team is, by whoever was ever in it.
    private const string SelectAgencies = """
        SELECT DISTINCT m.Grantee, m.AgencyId FROM Member m
        WHERE m.AgencyId IS NOT NULL AND m.Grantee IN (/*each:@teams*/)
        """;

    private sealed record AgencyOfTeam
    {
        public Guid Grantee { get; init; }
        public Guid AgencyId { get; init; }
    }
}
