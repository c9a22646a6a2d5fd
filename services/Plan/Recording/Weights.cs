using System.Globalization;

namespace PersonalOutcomes.Plans.Recording;

/// <summary>What the lens asks of a statement.</summary>
internal enum Question
{
    /// <summary>Whether it says what is or should be so in somebody's life.</summary>
    Outcome,
    /// <summary>Whether it would have to change to stand in another person's plan.</summary>
    Personalised,
    /// <summary>Whether it is the person's own first-person words.</summary>
    Voice,
}

/// <summary>
/// What each feature tells, learnt from labelled statements by logistic regression: a sum of what was seen, and nothing
/// else. A feature that was never seen tells nothing.
/// </summary>
internal sealed class Weights
{
    private readonly Dictionary<string, double[]> _weights;

    /// <summary>Takes weights that were learnt.</summary>
    public Weights(Dictionary<string, double[]> weights) => _weights = weights;

    /// <summary>Those that ship with the lens.</summary>
    public static readonly Weights Learnt = new(Lists.Lines("weights").ToDictionary(
        l => l[0], l => l[1..].Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray(),
        StringComparer.Ordinal));

    /// <summary>How sure yes is (above 0) or no (below), with what spoke for it, strongest first.</summary>
    public Judgement Judge(Question question, Features features)
    {
        var parts = new List<(double Weight, Span At)>();
        var scale = Scale(features);
        var sum = Of(Bias, question);
        foreach (var (name, at) in features.Seen)
        {
            if (Of(name, question) is var weight and not 0)
            {
                var part = weight * ValueOf(name, scale);
                sum += part;
                parts.Add((part, at));
            }
        }
        var decided = sum > 0;
        return new(sum,
        [
            .. parts.Where(p => p.Weight > 0 == decided && p.At.Length > 0)
                .OrderByDescending(p => Math.Abs(p.Weight)).ThenBy(p => p.At.Start).Select(p => p.At),
        ]);
    }

    /// <summary>The name of the weight that every text has.</summary>
    public const string Bias = "bias";

    /// <summary>
    /// Runs of tags share one length, so that a long text is not judged by its length; the same one before and after it
    /// is decided whose words they are.
    /// </summary>
    public static double Scale(Features features) =>
        6 / Math.Sqrt(Math.Max(12, features.Seen.Count(f => f.Key[0] is not ('p' or 'y' or 'n'))));

    /// <summary>How much a feature counts in a text of this scale: a word more than a run of tags.</summary>
    public static double ValueOf(string name, double scale) => name[0] switch
    {
        'p' => 1,
        'w' or 'y' or 'n' => 1.5 * scale,
        _ => scale,
    };

    private double Of(string name, Question question) =>
        _weights.TryGetValue(name, out var weights) ? weights[(int)question] : 0;
}

/// <summary>An answer: yes above 0. <see cref="Why"/> is where what decided it stands, strongest first.</summary>
internal sealed record Judgement(double Sum, IReadOnlyList<Span> Why)
{
    /// <summary>Yes or no.</summary>
    public bool Yes => Sum > 0;
}
