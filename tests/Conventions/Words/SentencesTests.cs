using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Conventions.Rpcs;
using PersonalOutcomes.Conventions.Sql;
using PersonalOutcomes.Gateway;
using PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Conventions.Words;

/// <summary>What the access log says to a person: all there, all plain. Which rpcs need one, AccessLogTests says.</summary>
public sealed class SentencesTests
{
    internal const string File = "services/Gateway/vocabulary/sentences.tsv";

    private static readonly string[][] Lines =
        [.. Repository.Lines(File).Select(line => line.Split('\t'))];

    /// <summary>The sentence, and whether the call leaves it by reading or by writing; null for an rpc without.</summary>
    internal static (string Kind, string Sentence)? For(string rpc) =>
        Lines.FirstOrDefault(l => l[0] == rpc) is { } line ? (line[1], line[2]) : null;

    /// <summary>The rpcs that have one.</summary>
    internal static IEnumerable<string> OfRpcs => Lines.Select(l => l[0]).Where(IsOfACall);

    [Fact]
    public void Each_has_its_kind_and_its_source()
    {
        Assert.Equal(["what", "kind", "sentence", "source"], Lines[0]);
        Repository.Nothing(
            from line in Lines.Skip(1)
            where line.Length != 4 || line.Any(string.IsNullOrWhiteSpace) || line[1] is not ("read" or "write" or "-")
            select string.Join('|', line));
    }

    [Fact]
    public void Each_of_an_rpc_says_who_and_is_a_sentence()
    {
        var paths = Rpc.All.Values.Select(r => r.Path).ToHashSet();

        Repository.Nothing(
            from line in Lines.Where(l => IsOfACall(l[0]))
            where line[1] is "-" || !line[2].EndsWith('.')
                || (line[0][0] == '/' && (!paths.Contains(line[0])
                    || !line[2].StartsWith("{who} ", StringComparison.Ordinal)))
                || line[2] == "{who} looked at your record." || line[2] == "{who} wrote in your record."
            select string.Join('|', line));
    }

    [Fact]
    public void Every_purpose_and_every_log_has_words()
    {
        var what = Lines.Select(l => l[0]).ToHashSet();

        Repository.Nothing(
            Actor.All.SelectMany(a => a.Purposes).Select(p => $"for:{p}")
                .Concat(SqlConstants.Services.Select(s => $"missing:{s.Name}")).Where(w => !what.Contains(w)));
    }

    [Fact]
    public void All_together_can_be_read_at_the_fifth_grade()
    {
        var all = string.Join(' ', Lines.Skip(1).Select(l => l[2]).Where(s => s.EndsWith('.'))
            .Select(s => s.Replace("{who}", "the team")));

        Assert.InRange(Readability.Of(all).Grade, double.MinValue, 5);
    }

    // With the names that agencies give their teams, of which nobody here can make a short one.
    [Fact]
    public void As_they_are_told_of_the_demo_teams_they_can_be_read_at_the_fifth_grade()
    {
        Team[] teams =
        [
            new() { TeamId = "1", Name = "Stoma care team", AgencyId = "1", AgencyName = "Lochside Health Board" },
            new()
            {
                TeamId = "2",
                Name = "Adult social work, north",
                AgencyId = "2",
                AgencyName = "Strathmore Council Social Work",
            },
            new() { TeamId = "3", Name = "Tenancy team", AgencyId = "3", AgencyName = "Kirkgate Housing Association" },
        ];
        var told = from rpc in OfRpcs
                   from team in teams
                   select Sentences.Of(new Entry
                   {
                       RecordTime = "2026-05-03T13:05:00.000000Z",
                       Rpc = rpc,
                       Wrote = For(rpc)!.Value.Kind == "write",
                       Role = "practitioner",
                       Purpose = "support",
                       TeamId = team.TeamId,
                       AgencyId = team.AgencyId,
                   }, Names.Of(teams));

        Assert.InRange(Readability.Of(string.Join(' ', told)).Grade, double.MinValue, 5);
    }

    private static bool IsOfACall(string what) =>
        what[0] == '/' || what.StartsWith("copy:", StringComparison.Ordinal);
}
