using System.CommandLine;
using System.Text;

namespace PersonalOutcomes.Cli;

/// <summary><c>po token</c>: an access token on standard output, nothing else there, so that it can be piped.</summary>
public static class TokenCommand
{
    public static Command Create()
    {
        var user = new Option<string>("--user") { Description = "Sign in as this person or member of staff." };
        var password = new Option<string>("--password")
        {
            Description = "Their password. Left out: the demo password on this machine, else asked for.",
        };
        var system = new Option<string>("--system") { Description = "Sign in as this agency's system (client id)." };
        var key = new Option<FileInfo>("--key") { Description = "The system's private key, a PEM file." };
        var identity = new Option<string>("--identity")
        {
            Description = "Where Identity is. Left out: PO_IDENTITY, else http://127.0.0.1:7100.",
        };
        var command = new Command("token", "Signs in for real and prints the access token (good for ten minutes).")
        {
            user, password, system, key, identity,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var address = AddressOf(parsed.GetValue(identity));
                var token = (parsed.GetValue(user), parsed.GetValue(system), parsed.GetValue(key)) switch
                {
                    ({ } name, null, null) => await SignIn.WithPasswordAsync(
                        address, name, parsed.GetValue(password) ?? PasswordOf(name, address), cancellationToken),
                    (null, { } client, { } file) => await SignIn.WithKeyAsync(
                        address, client, await ReadAsync(file, cancellationToken), cancellationToken),
                    _ => throw new SignInException(
                        "Say who: --user NAME, or --system CLIENT with --key FILE. For example: po token --user fiona"),
                };
                await Console.Error.WriteLineAsync("Good for ten minutes, for every service.");
                Console.WriteLine(token);
                return 0;
            }
            catch (Exception problem) when (problem is SignInException or HttpRequestException)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return 1;
            }
        });
        return command;
    }

    private static Uri AddressOf(string? given)
    {
        var text = given ?? Environment.GetEnvironmentVariable("PO_IDENTITY") ?? "http://127.0.0.1:7100";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            ? address
            : throw new SignInException($"{text} is no address of Identity; one looks like http://127.0.0.1:7100.");
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SignInException($"The key file {file.FullName} can't be read.", problem);
        }
    }

    // A demo password is public, but the same name may be somebody's on a real platform: never sent off this machine.
    private static string PasswordOf(string user, Uri identity)
    {
        if (identity.IsLoopback && DemoPasswordOf(user) is { } known)
        {
            return known;
        }

        if (Console.IsInputRedirected)
        {
            return Console.ReadLine() ?? throw new SignInException(
                $"No password for {user}: give --password, or the password on standard input.");
        }

        Console.Error.Write($"Password for {user}: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } pressed)
        {
            if (pressed.Key != ConsoleKey.Backspace)
            {
                typed.Append(pressed.KeyChar);
            }
            else if (typed.Length > 0)
            {
                typed.Length--;
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }

    /// <summary>The password in <c>deploy/stories/accounts.tsv</c> of the repository this program stands in.</summary>
    public static string? DemoPasswordOf(string user)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "deploy", "stories", "accounts.tsv");
            if (File.Exists(file))
            {
                return File.ReadLines(file).Skip(1).Select(line => line.Split('\t'))
                    .FirstOrDefault(column => column[0].Equals(user, StringComparison.OrdinalIgnoreCase))?[1];
            }
        }

        return null;
    }
}
