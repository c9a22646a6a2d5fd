// Also stands for the command line that tells stories, which the runner starts in the same way.
if (args is ["stories", var verb, "--data", var data])
{
    Console.WriteLine($"{verb}: {File.ReadAllText(Path.Combine(data, "addresses.json")).ReplaceLineEndings("")}");
    return Environment.GetEnvironmentVariable("SMALL_STORIES_FAIL") == verb ? 7 : 0;
}

if (Environment.GetEnvironmentVariable("SMALL_CANNOT_START") is { } reason)
{
    Console.Error.WriteLine(reason);
    return 3;
}

var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet("/health", () => Results.Ok());
app.MapGet("/variable/{name}", (string name) => Environment.GetEnvironmentVariable(name) ?? "");
app.Run();
return 0;
