using System.Text;

namespace PersonalOutcomes.LocalHosting;

/// <summary>What a newcomer reads before and after the start.</summary>
internal static class Welcome
{
    internal const string Greeted = "PERSONAL_OUTCOMES_GREETED";

    /// <summary>The first line of a run; deploy/run says it before it builds, and then it is not said again.</summary>
    internal static void SayWhatThisIs()
    {
        if (Environment.GetEnvironmentVariable(Greeted) is null)
        {
            Console.WriteLine(
                "Personal Outcomes, a demonstration: Development, on this machine's loopback, with demo people. " +
                "No real people's data.");
        }
    }

    /// <summary>Where everything is, and how to sign in.</summary>
    internal static string Describe(List<Resource> resources, string dataFolder, string root)
    {
        var rows = resources.OfType<ProjectResource>().SelectMany(Rows).ToList();
        rows.AddRange(resources.OfType<RabbitMQServerResource>()
            .Select(r => (r.Name, r.Address, "carries events from service to service")));
        rows.Add(("data", dataFolder, "databases, broker's data, secrets; kept from run to run"));

        var text = new StringBuilder("\n");
        AppendTable(text, [("service", "address", "what for"), .. rows]);
        AppendSignIn(text, Path.Combine(root, "deploy", "stories", "accounts.tsv"));
        return text.Append("\nCtrl-C stops everything.").ToString();
    }

    private static IEnumerable<(string, string, string)> Rows(ProjectResource project) =>
        project.Endpoints.Where(e => project.Urls.ContainsKey(e.Name))
            .Select(e => (project.Name, e.Url, project.Urls[e.Name].DisplayText ?? ""));

    private static void AppendTable(StringBuilder text, List<(string, string, string)> rows)
    {
        var (first, second) = (rows.Max(r => r.Item1.Length), rows.Max(r => r.Item2.Length));
        foreach (var (one, two, three) in rows)
        {
            text.Append("  ").Append(one.PadRight(first + 2)).Append(two.PadRight(second + 2)).Append(three)
                .Append('\n');
        }
    }

    private static void AppendSignIn(StringBuilder text, string accounts)
    {
        if (!File.Exists(accounts))
        {
            return;
        }

        var lines = File.ReadAllLines(accounts).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'));
        var columns = lines.First().Select((name, at) => (name, at)).ToDictionary(c => c.name, c => c.at);
        string Field(string[] line, string column) =>
            columns.TryGetValue(column, out var at) && at < line.Length ? line[at] : "";

        text.Append("\nDemo people sign in with the passwords of deploy/stories/accounts.tsv. A token for the command ")
            .Append("line: deploy/po token --user NAME\n\n");
        AppendTable(text, [("NAME", "who", "as"), .. lines.Skip(1).Select(line => (
            Field(line, "username"),
            Field(line, "name"),
            string.Join(", ", new[] { Field(line, "role"), Field(line, "agency"), Field(line, "note") }
                .Where(part => part.Length > 0))))]);
    }
}
