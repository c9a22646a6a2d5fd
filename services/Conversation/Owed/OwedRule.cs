using System.Globalization;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

/// <summary>
/// How many days after a crisis the conversation is owed, where no day is given: <c>vocabulary/owed.tsv</c>, or an
/// agency's own line.
/// </summary>
/// <param name="Days">So many days after the crisis.</param>
public sealed record OwedRule(int Days)
{
    private const string ActFirst = "act_first";

    /// <summary>
    /// The rule with an agency's own file: <c>Vocabularies:Owed</c> has a heading line, then <c>act_first</c>, a tab,
    /// the days, a tab and the reason.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file can't be read: it starts with no other rule.</exception>
    public static OwedRule Of(IConfiguration configuration)
    {
        if (configuration["Vocabularies:Owed"] is not { Length: > 0 } file)
        {
            return new OwedRule(int.Parse(
                Vocabulary.Of(typeof(OwedRule).Assembly, "owed")[ActFirst]!["days"], CultureInfo.InvariantCulture));
        }
        try
        {
            foreach (var line in File.ReadLines(file).Skip(1).Where(l => l.Length > 0))
            {
                if (line.Split('\t') is [ActFirst, var days, { Length: > 0 }, ..]
                    && int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                    && given is > 0 and <= 366)
                {
                    return new OwedRule(given);
                }
            }
            throw new FormatException($"It has no line {ActFirst} with days from 1 to 366 and a reason.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidOperationException(
                $"Vocabularies__Owed: {file} can't be read. {problem.Message}", problem);
        }
    }
}
