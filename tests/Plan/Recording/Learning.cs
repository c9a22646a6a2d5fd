namespace PersonalOutcomes.Plans.Recording;

/// <summary>
/// How weights.tsv is made: logistic regression over what <see cref="Features"/> sees, a weight for each feature that
/// stands in four statements, by plain gradient descent, alike each time. What the figures here are was chosen by leaving
/// out one writer of those learnt from after the other.
/// </summary>
internal static class Learning
{
    private const int Rounds = 16;

    /// <summary>From all that is there to be learnt from.</summary>
    public static Dictionary<string, double[]> FromOpen() =>
        From([.. Statements.Learnt, .. Statements.Open, .. Statements.Examples]);

    public static Dictionary<string, double[]> From(
        IReadOnlyList<Labelled> statements, double plain = 0.03, double grammar = 0.02)
    {
        // Whose words they are is decided first, and told to what decides the rest.
        var seen = statements.Select(s => Features.Of(Word.Of(s.Text, Quotations.In(s.Text))).SeeWhose(s.Voice == true))
            .ToList();
        var names = seen.SelectMany(f => f.Seen.Keys).GroupBy(n => n).Where(g => g.Count() > 3 || g.Key[0] == 'p')
            .Select(g => g.Key).Order(StringComparer.Ordinal).ToList();
        var places = names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        var vectors = seen.Select(f =>
        {
            var scale = Weights.Scale(f);
            return f.Seen.Keys.Where(places.ContainsKey)
                .Select(n => (Place: places[n], Value: Weights.ValueOf(n, scale))).ToArray();
        }).ToList();
        var learnt = Enum.GetValues<Question>().Select(q => Fit(
            [.. statements.Select((s, i) => (vectors[i], s.Of(q))).Where(v => v.Item2 is not null)
                .Select(v => (q == Question.Voice ? Before(v.Item1, names) : v.Item1, v.Item2!.Value))],
            [.. names.Select(n => n[0] == 'p' ? grammar : plain)])).ToArray();
        var weights = new Dictionary<string, double[]>(StringComparer.Ordinal)
        {
            [Weights.Bias] = [.. learnt.Select(l => Round(l.Bias))],
        };
        foreach (var (name, place) in places)
        {
            double[] row = [.. learnt.Select(l => Round(l.Weights[place]))];
            if (row.Any(w => Math.Abs(w) >= 0.02))
            {
                weights[name] = row;
            }
        }
        return weights;
    }

    private static (int Place, double Value)[] Before((int Place, double Value)[] vector, List<string> names) =>
        [.. vector.Where(f => names[f.Place][0] is not ('y' or 'n')
            && !names[f.Place].StartsWith("p the I is", StringComparison.Ordinal))];

    private static double Round(double weight) => Math.Round(weight, 3);

    // Gradient descent, one statement after the other, each weight with a step of its own (Adagrad); what is seldom seen
    // is held near nothing.
    private static (double Bias, double[] Weights) Fit(
        ((int Place, double Value)[] Vector, bool Yes)[] statements, double[] reserve)
    {
        var (bias, weights, biasSquares, squares) = (0.0, new double[reserve.Length], 1e-6, new double[reserve.Length]);
        var (averageBias, average) = (0.0, new double[reserve.Length]);
        Array.Fill(squares, 1e-6);
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(statements);
            foreach (var (vector, yes) in statements)
            {
                var sum = bias;
                foreach (var (place, value) in vector)
                {
                    sum += weights[place] * value;
                }
                var error = (1 / (1 + Math.Exp(-sum))) - (yes ? 1 : 0);
                biasSquares += error * error;
                bias -= Rate * error / Math.Sqrt(biasSquares);
                foreach (var (place, value) in vector)
                {
                    var slope = (error * value) + (reserve[place] * weights[place]);
                    squares[place] += slope * slope;
                    weights[place] -= Rate * slope / Math.Sqrt(squares[place]);
                }
            }
            // The last rounds are averaged, so that the order of the statements does not decide.
            if (round >= Rounds / 2)
            {
                averageBias += bias * 2 / Rounds;
                for (var i = 0; i < weights.Length; i++)
                {
                    average[i] += weights[i] * 2 / Rounds;
                }
            }
        }
        return (averageBias, average);
    }

    private const double Rate = 0.1;
}
