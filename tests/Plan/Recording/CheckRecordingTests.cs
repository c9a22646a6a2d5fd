using System.CommandLine;
using System.Text.Json;
using PersonalOutcomes.Cli;

namespace PersonalOutcomes.Plans.Recording;

public sealed class CheckRecordingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("check-recording-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_line_of_JSON_answers_each_statement_with_no_service_running()
    {
        var file = Written("Provide home care four times daily.",
            "", "“I want to see ma grandweans.”", "OT assessment for bathroom adaptations.");

        var (code, said, _) = await RunAsync(file);

        Assert.Equal(0, code);
        Assert.Equal("""{"text":"Provide home care four times daily.","kind":"output","personalised":false,"voice":false,"jargon":[]}""",
            said[0]);
        Assert.Contains("“I want to see ma grandweans.”", said[1]);
        var last = JsonDocument.Parse(said[2]).RootElement;
        Assert.Equal(["adaptations", "OT"], last.GetProperty("jargon").EnumerateArray().Select(j => j.GetString()));
        Assert.Equal(3, said.Length);
    }

    [Fact]
    public async Task Against_labels_it_says_how_many_are_right_and_which_are_not()
    {
        var statements = Written("Provide home care four times daily.", "MDT review in six weeks.");
        var labels = Written("statement\tkind\tpersonalised\tvoice\tjargon",
            "Provide home care four times daily.\toutcome\tno\tno\t-", "MDT review in six weeks.\toutput\tno\tno\tMDT");

        var (code, said, _) = await RunAsync(statements, "--expect", labels);

        Assert.Equal(0, code);
        Assert.Equal("kind          1 of 2 right, 50.0 %", said[0]);
        Assert.Contains("kind: output, not outcome: Provide home care four times daily.", said);
    }

    [Fact]
    public async Task An_agencys_own_list_is_added()
    {
        var (_, said, _) = await RunAsync(Written("Talked in huddles."),
            "--jargon", Written("term\tplain swap", "huddle\ta short talk"));

        Assert.Contains("\"jargon\":[\"huddle\"]", said[0]);
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_is_no_list_is_named()
    {
        var (code, said, problem) = await RunAsync("/nowhere/statements.txt");
        Assert.Equal((1, 0), (code, said.Length));
        Assert.Contains("/nowhere/statements.txt", problem);

        (code, _, problem) = await RunAsync(Written("Walk."), "--jargon", Written("term\tplain swap", "alone"));
        Assert.Equal(1, code);
        Assert.Contains("Line 2", problem);

        (code, _, problem) = await RunAsync(Written("Walk."), "--expect", Written("statement", "Walk.\tgoal"));
        Assert.Equal(1, code);
        Assert.Contains("line 2", problem);
    }

    private string Written(params string[] lines)
    {
        var file = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.txt");
        File.WriteAllLines(file, lines);
        return file;
    }

    private static async Task<(int Code, string[] Said, string Problem)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await new RootCommand { CheckRecordingCommand.Create() }.Parse(["check-recording", .. arguments])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), error.ToString());
    }
}
