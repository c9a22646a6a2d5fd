using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using PersonalOutcomes.Plans.Recording;

namespace PersonalOutcomes.Cli;

/// <summary>
/// <c>po check-recording</c>: the recording lens over a file of statements, one a line, with no service running. One
/// line of JSON for each; or, against labels, how many are right and which are not.
/// </summary>
public static class CheckRecordingCommand
{
    // Scots, Gaelic and quotation marks stay readable.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Statements, one a line; - for standard input." };
        var expect = new Option<string>("--expect")
        {
            Description = "Labels to compare with: statement, kind, personalised, voice, jargon, split at tabs.",
        };
        var jargon = new Option<string>("--jargon")
        {
            Description = "An agency's own list: a heading line, then a term, a tab and a plain swap a line.",
        };
        var command = new Command("check-recording",
            "Says of each statement whether it is an outcome, about this person, in their voice, and free of jargon.")
        {
            file, expect, jargon,
        };
        command.SetAction((parsed, _) => Task.FromResult(
            Run(parsed.GetValue(file)!, parsed.GetValue(expect), parsed.GetValue(jargon),
                parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)));
        return command;
    }

    private static int Run(string file, string? expect, string? jargon, TextWriter output, TextWriter error)
    {
        try
        {
            var lens = new Lens(jargon is null ? [] : Terms(jargon));
            var statements = Lines(file);
            if (expect is null)
            {
                foreach (var text in statements)
                {
                    output.WriteLine(JsonSerializer.Serialize(Said(text, lens.Read(text)), Json));
                }
                return 0;
            }
            return Compare(lens, statements, Labels(expect), output, error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static object Said(string text, Statement read) => new
    {
        text,
        kind = Kind(read.Outcome.Yes),
        personalised = read.IsPersonalised,
        voice = read.Voice.Yes,
        jargon = read.Jargon.Select(j => j.Term),
    };

    private static int Compare(Lens lens, List<string> statements, Dictionary<string, string[]> labels,
        TextWriter output, TextWriter error)
    {
        var right = new Dictionary<string, (int Right, int All)>();
        var mistakes = new List<string>();
        var unlabelled = 0;
        foreach (var text in statements)
        {
            if (!labels.TryGetValue(text, out var label))
            {
                unlabelled++;
                continue;
            }
            var read = lens.Read(text);
            foreach (var (column, wanted, found) in (ReadOnlySpan<(string, string, string)>)
            [
                ("kind", label[1], Kind(read.Outcome.Yes)),
                ("personalised", label[2], YesNo(read.IsPersonalised)),
                ("voice", label[3], YesNo(read.Voice.Yes)),
                ("jargon", YesNo(label[4] is not ("-" or "")), YesNo(read.Jargon.Count > 0)),
            ])
            {
                var before = right.GetValueOrDefault(column);
                right[column] = (before.Right + (wanted == found ? 1 : 0), before.All + 1);
                if (wanted != found)
                {
                    mistakes.Add($"{column}: {found}, not {wanted}: {text}");
                }
            }
        }
        foreach (var (column, (correct, all)) in right)
        {
            output.WriteLine($"{column,-13} {correct} of {all} right, {100.0 * correct / all:0.0} %");
        }
        mistakes.ForEach(output.WriteLine);
        if (unlabelled > 0)
        {
            error.WriteLine($"{unlabelled} of {statements.Count} statements have no label.");
        }
        return unlabelled > 0 ? 1 : 0;
    }

    private static string Kind(bool isOutcome) => isOutcome ? "outcome" : "output";

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    private static List<string> Lines(string file)
    {
        using var reader = file == "-" ? Console.In : Open(file);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(line);
            }
        }
        return lines;
    }

    private static IReadOnlyList<JargonTerm> Terms(string file)
    {
        using var reader = Open(file);
        try
        {
            return JargonTerm.Read(reader);
        }
        catch (FormatException problem)
        {
            throw new FormatException($"{file}: {problem.Message}", problem);
        }
    }

    private static Dictionary<string, string[]> Labels(string file)
    {
        var labels = new Dictionary<string, string[]>();
        foreach (var (line, number) in Lines(file).Select((l, i) => (l.Split('\t'), i + 1)).Skip(1))
        {
            if (line.Length < 5 || line[1] is not ("outcome" or "output")
                || line[2] is not ("yes" or "no") || line[3] is not ("yes" or "no"))
            {
                throw new FormatException(
                    $"{file}, line {number}: not a statement, outcome or output, yes or no twice, and jargon or -.");
            }
            labels[line[0]] = line;
        }
        return labels;
    }

    private static StreamReader Open(string file) => File.Exists(file)
        ? new StreamReader(file)
        : throw new FileNotFoundException($"There is no file {file}.");
}
