using System.CommandLine;
using System.Text.Json;
using PersonalOutcomes.Cli.Stories;

namespace PersonalOutcomes.Cli;

/// <summary>
/// <c>po stories set-up|tell|show</c>: the demo agencies, and the four stories through the public rpcs.
/// </summary>
public static class StoriesCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "The data directory of the run; left out: the standard ports.",
        };
        return new Command("stories", "The demo agencies and the four stories, told through the public rpcs.")
        {
            Verb("set-up", "Makes the demo agencies, teams and staff, once.", data,
                (teller, _, cancellation) => teller.SetUpAsync(cancellation)),
            Verb("tell", "Tells the four stories, once.", data, TellAsync),
            Verb("show", "Shows each person's record as the second agency reads it.", data, ShowAsync),
        };
    }

    // What was told stays told: a second telling would meet its own refusals, so the ids are kept beside the data.
    private static async Task TellAsync(StoryTeller teller, string? data, CancellationToken cancellation)
    {
        var file = Path.Combine(data ?? ".", "stories.json");
        if (File.Exists(file))
        {
            Console.WriteLine("The stories were told here before.");
            return;
        }
        await teller.TellAllAsync(cancellation);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(teller.Kept), cancellation);
    }

    private static async Task ShowAsync(StoryTeller teller, string? data, CancellationToken cancellation)
    {
        await teller.LevelAsync(cancellation);
        var file = Path.Combine(data ?? ".", "stories.json");
        if (!File.Exists(file))
        {
            throw new IOException("No stories were told here yet. Tell them first: po stories tell");
        }
        teller.Remember(JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!);
        foreach (var story in teller.Stories())
        {
            foreach (var shown in story.Show)
            {
                var record = await teller.ShowAsync(shown, cancellation);
                foreach (var line in RecordPrinter.Lines(story.Title, shown.To, record))
                {
                    Console.WriteLine(line);
                }
            }
        }
    }

    private static Command Verb(
        string name, string words, Option<string> data, Func<StoryTeller, string?, CancellationToken, Task> run)
    {
        var command = new Command(name, words) { data };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                using var teller = new StoryTeller(Addresses.Of(parsed.GetValue(data)), Folder(), Console.WriteLine);
                await run(teller, parsed.GetValue(data), cancellation);
                return 0;
            }
            catch (Exception problem) when (problem is StoryException or SignInException or IOException
                or Grpc.Core.RpcException)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return 1;
            }
        });
        return command;
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var stories = Path.Combine(folder.FullName, "deploy", "stories");
            if (Directory.Exists(stories))
            {
                return stories;
            }
        }
        throw new IOException("deploy/stories was not found above this program.");
    }
}
