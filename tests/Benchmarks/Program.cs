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
bool Asked(string figure) => !args.Any(a => a is "agree" or "arrive" or "start" or "read") || args.Contains(figure);
var table = new Table();
if (Asked("read"))
{
    Reading.Measure(rounds, table);
}
if (Asked("start"))
{
    await Starting.MeasureAsync(rounds, table);
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
