using PersonalOutcomes.Benchmarks;
using PersonalOutcomes.Testing.Processes;

if (args is ["empties", ..])
{
    EmptyHost.Run(args[1..]);
    return;
}
// Callers that wait must not wait for a thread as well.
ThreadPool.SetMinThreads(64, 64);
var rounds = args.Contains("--quick") ? 1 : 5;
string[] figures = ["start", "agree", "arrive", "alike", "read"];
bool Asked(string figure) => !args.Any(figures.Contains) || args.Contains(figure);
var table = new Table();
if (Asked("read"))
{
    Reading.Measure(rounds, table);
}
if (Asked("start"))
{
    await Starting.MeasureAsync(rounds, table);
}
if (Asked("alike"))
{
    await Alike.MeasureAsync(table);
}
if (Asked("agree") || Asked("arrive"))
{
    await using var bench = await Bench.StartAsync();
    if (Asked("agree"))
    {
        await Agreeing.MeasureAsync(bench, rounds, table);
    }
    if (Asked("arrive"))
    {
        await Arriving.MeasureAsync(bench, rounds, table);
    }
}
Console.WriteLine();
table.Print();
