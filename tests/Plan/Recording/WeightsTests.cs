using System.Globalization;

namespace PersonalOutcomes.Plans.Recording;

public sealed class WeightsTests
{
    private const string File = "services/Plan/Recording/weights.tsv";

    // Nobody can say why a weight is what it is but by this. PERSONAL_OUTCOMES_LEARN=1 writes the file anew.
    [Fact]
    public void The_weights_are_what_is_learnt_from_the_statements()
    {
        var learnt = Learning.FromOpen();
        if (Environment.GetEnvironmentVariable("PERSONAL_OUTCOMES_LEARN") == "1")
        {
            System.IO.File.WriteAllLines(Path.Combine(Statements.Root, File),
                ["feature\toutcome\tpersonalised\tvoice", .. learnt.OrderBy(w => w.Key, StringComparer.Ordinal).Select(
                    w => string.Join('\t', w.Value.Select(v => v.ToString(CultureInfo.InvariantCulture)).Prepend(w.Key)))]);
        }
        var shipped = Statements.Lines(File).ToDictionary(l => l[0],
            l => l[1..].Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray());

        // Another processor may round the last figure otherwise.
        var differing = learnt.Keys.Union(shipped.Keys).Where(name => Enumerable.Range(0, 3).Any(
            q => Math.Abs(Of(learnt, name, q) - Of(shipped, name, q)) > 0.025)).ToList();
        Assert.Empty(differing);

        static double Of(Dictionary<string, double[]> weights, string name, int question) =>
            weights.TryGetValue(name, out var row) ? row[question] : 0;
    }

    [Fact]
    public void They_are_less_than_a_megabyte() =>
        Assert.InRange(new FileInfo(Path.Combine(Statements.Root, File)).Length, 1, 1_000_000);
}
