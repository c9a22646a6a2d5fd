using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Conversations;

/// <summary>One open question for somebody who listens. Nobody has to ask it, and nobody has to answer.</summary>
/// <param name="Code">By which a view or a conversation can name it.</param>
/// <param name="Words">The question, in plain words.</param>
/// <param name="Topic">A code of vocabulary/topics.tsv; empty for a question about anything.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Prompt(string Code, string Words, string Topic, string Source);

/// <summary>The open prompts: <c>vocabulary/prompts.tsv</c>, and behind them an agency's own.</summary>
public sealed class Prompts
{
    private readonly Dictionary<string, Prompt> _byCode;

    private Prompts(IReadOnlyList<Prompt> all)
    {
        All = all;
        _byCode = all.ToDictionary(p => p.Code);
    }

    /// <summary>All of them, in the lists' order, which is no order to ask in.</summary>
    public IReadOnlyList<Prompt> All { get; }

    /// <summary>
    /// The prompts with an agency's own file: <c>Vocabularies:Prompts</c> has a heading line, then a code, a tab, the
    /// words, and where there is one a tab and the topic.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file can't be read: it doesn't start half extended.</exception>
    public static Prompts Of(IConfiguration configuration)
    {
        var own = Vocabulary.Of(typeof(Prompts).Assembly, "prompts");
        var all = own.Codes.Select(c => own[c]!)
            .Select(l => new Prompt(l["code"], l["words"], l["topic"], l["source"])).ToList();
        if (configuration["Vocabularies:Prompts"] is not { Length: > 0 } file)
        {
            return new Prompts(all);
        }
        try
        {
            var topics = Vocabulary.Of(typeof(Prompts).Assembly, "topics");
            foreach (var (line, number) in File.ReadLines(file).Select((line, i) => (line, i + 1)).Skip(1))
            {
                var cells = line.Split('\t');
                if (cells is not [{ Length: > 0 and <= 50 } code, { Length: > 0 } words, ..]
                    || all.Exists(p => p.Code == code)
                    || (cells is [_, _, { Length: > 0 } about, ..] && topics[about] is null))
                {
                    throw new FormatException($"Line {number} is not a new code, its words and a topic or none.");
                }
                all.Add(new Prompt(code, words, cells is [_, _, var topic, ..] ? topic : "", "the agency's own list"));
            }
            return new Prompts(all);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidOperationException(
                $"Vocabularies__Prompts: {file} can't be read. {problem.Message}", problem);
        }
    }

    /// <summary>The code as it was given, or null for none. CODE_UNKNOWN.</summary>
    public string? Known(string code, string field) => code.Length == 0 ? null
        : _byCode.ContainsKey(code) ? code
        : throw Problem.Invalid(field, "CODE_UNKNOWN", "This is not one of the prompts.");
}
