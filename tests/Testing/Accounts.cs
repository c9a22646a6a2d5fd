using PersonalOutcomes.Identity;

namespace PersonalOutcomes.Testing;

/// <summary>One line of deploy/stories/accounts.tsv.</summary>
public sealed record Account(
    string User, string Password, string Name, string Class, string Agency, string AgencyId, string Role);

/// <summary>The demo accounts, as Identity has them.</summary>
public static class Accounts
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Account> All = Read();

    private static List<Account> Read()
    {
        using var reader = new StreamReader(
            typeof(SigningKeys).Assembly.GetManifestResourceStream("accounts.tsv")!);
        reader.ReadLine();
        var all = new List<Account>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split('\t');
            all.Add(new(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]));
        }
        return all;
    }
}
