using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;

namespace PersonalOutcomes.Database;

/// <summary>
/// Brings a database to this version's schema at start: the platform's scripts, then the service's, numbered alike for
/// both engines. On SQLite a file beside the database is the lock; on SQL Server it is an application lock.
/// </summary>
internal static class Migrations
{
    public static void Run(string connectionString, bool sqlite, Assembly service)
    {
        using var turn = sqlite ? FileTurn(connectionString) : null;
        if (!sqlite)
        {
            EnsureDatabase.For.SqlDatabase(connectionString, new NoOpUpgradeLog());
        }
        using var guard = sqlite ? null : SqlServer.ApplicationLock.TakeForSchema(connectionString);
        var folder = sqlite ? ".Schema.sqlite." : ".Schema.sqlserver.";
        var result = (sqlite
            ? DeployChanges.To.SqliteDatabase(connectionString) : DeployChanges.To.SqlDatabase(connectionString))
            .WithScripts(Scripts(typeof(Migrations).Assembly, folder).Concat(Scripts(service, folder)))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException(
                $"The schema could not be brought up to date at {result.ErrorScript?.Name}.", result.Error);
        }
    }

    /// <summary>The number of the newest script, for <c>po doctor</c>.</summary>
    public static string Newest(Assembly service) => Scripts(service, ".Schema.sqlite.")
        .Concat(Scripts(typeof(Migrations).Assembly, ".Schema.sqlite.")).Max(s => s.Name)![..4];

    internal static IEnumerable<SqlScript> Scripts(Assembly assembly, string folder) =>
        from name in assembly.GetManifestResourceNames()
        let at = name.IndexOf(folder, StringComparison.Ordinal)
        where at >= 0
        orderby name
        select new SqlScript(name[(at + folder.Length)..], Read(assembly, name));

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static FileStream FileTurn(string connectionString)
    {
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
            FileOptions.DeleteOnClose);
    }
}
