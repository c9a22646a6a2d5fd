using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using PersonalOutcomes.Conventions.Sql;
using PersonalOutcomes.Gateway;

namespace PersonalOutcomes.Conventions.Words;

/// <summary>What people are called, in all that anybody is told.</summary>
public sealed partial class PersonTests
{
    // The list of jargon names what is not to be said.
    private const string NotToBeSaid = "/jargon.tsv";

    [Fact]
    public void R35_Nobody_is_a_client_a_service_user_or_a_case_in_what_a_service_says()
    {
        Repository.Nothing(
            from assembly in SqlConstants.Services.Select(s => s.Assembly).Concat(SqlConstants.Shared)
                .Append(typeof(RecordService).Assembly)
            from words in Sentences(assembly)
            where Label().IsMatch(words)
            select $"{assembly.GetName().Name}: {words}");
        Repository.Nothing(
            from file in Repository.Files("services", "*.tsv")
            where file.Contains("/vocabulary/", StringComparison.Ordinal)
                && !file.EndsWith(NotToBeSaid, StringComparison.Ordinal)
            from line in Repository.Lines(file)
            where Label().IsMatch(line)
            select $"{file}: {line}");
        Repository.Nothing(
            from file in Repository.Files("protos", "*.proto")
            from line in Repository.Lines(file)
            where Label().IsMatch(line)
            select $"{file}: {line.Trim()}");
    }

    // The strings of a library that have a blank in them, and are no SQL.
    private static IEnumerable<string> Sentences(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        for (var at = reader.GetNextHandle(default(UserStringHandle)); !at.IsNil; at = reader.GetNextHandle(at))
        {
            var words = reader.GetUserString(at);
            if (words.Contains(' ', StringComparison.Ordinal) && !words.Contains("SELECT", StringComparison.Ordinal))
            {
                yield return words;
            }
        }
    }

    [GeneratedRegex(@"\b(clients?|service[- ]users?|caseloads?|customers?|(her|his|their|the|a|this|your) case)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Label();
}
