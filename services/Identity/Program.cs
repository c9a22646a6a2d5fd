using System.Data.Common;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using PersonalOutcomes.Identity;

var builder = WebApplication.CreateBuilder(args);
var development = builder.Environment.IsDevelopment();
var missing = StartConditions.Missing(builder.Configuration, development).ToList();
builder.AddIdentity();
var app = builder.Build();

try
{
    await using var scope = app.Services.CreateAsyncScope();
    var database = scope.ServiceProvider.GetRequiredService<IdentityDatabase>();
    if (!string.IsNullOrWhiteSpace(database.Database.GetConnectionString()))
    {
        await SchemaScripts.ApplyAsync(database, CancellationToken.None);
        string[] demonstration = [DemoAccounts.Staff, DemoAccounts.People];
        var accounts = development
            ? 0
            : await database.Accounts.CountAsync(a => demonstration.Contains(a.Registration));
        if (accounts > 0)
        {
            missing.Add(StartConditions.DemoAccountsFound(accounts));
        }
    }

    if (missing.Count == 0)
    {
        if (development)
        {
            await DemoAccounts.WriteAsync(database, CancellationToken.None);
        }

        await scope.ServiceProvider.GetRequiredService<Registered>().WriteAsync(CancellationToken.None);
        app.Services.GetRequiredService<SigningKeys>().Renew();
    }
}
catch (Exception problem) when (problem is DbException or IOException or UnauthorizedAccessException)
{
    missing.Add($"Its database can't be used, or its directory for keys: {problem.Message}");
}
catch (UnfitSettingException problem)
{
    missing.Add(problem.Message);
}

if (missing.Count > 0)
{
    Console.Error.WriteLine("Identity does not start. " + string.Join(" ", missing));
    return 1;
}

app.UseStatusCodePages(async context =>
{
    var problem = context.HttpContext.GetOpenIddictServerResponse();
    await Page.Show(
        context.HttpContext, context.HttpContext.Response.StatusCode, "Problem",
        problem is null
            ? "<h1>This page is not here</h1><p>Go back to where you came from and try again.</p>"
            : "<h1>You can’t sign in from there</h1><p>The link or program that sent you here asked for something "
                + $"that is not allowed: {Page.Text(problem.ErrorDescription)}</p>").ExecuteAsync(context.HttpContext);
});
app.UseAuthentication();
app.MapSignInPages();
app.MapIssuing();
app.MapGet("/alive", () => Results.Text("alive"));
app.MapGet("/health", async (IdentityDatabase database, SigningKeys keys, CancellationToken cancellationToken) =>
    keys.Live.Length > 0 && await database.Database.CanConnectAsync(cancellationToken)
        ? Results.Text("healthy")
        : Results.Text("unhealthy", statusCode: StatusCodes.Status503ServiceUnavailable));
await app.RunAsync();
return 0;
