using System.Reflection;
using Xunit.Sdk;

namespace PersonalOutcomes.Tests.Database;

/// <summary>What a test runs on; it stands in the test's name, so that a report says how many ran where.</summary>
public enum Engine
{
    Sqlite,
    SqlServer,
}

/// <summary>Runs the test on SQLite, always.</summary>
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Engine.Sqlite]];
}

/// <summary>Runs the test on a server too where one is given; otherwise it is skipped and counted.</summary>
public sealed class OnSqlServerAttribute : DataAttribute
{
    public const string Variable = "PERSONAL_OUTCOMES_TEST_SQLSERVER";

    public OnSqlServerAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            Skip = $"{Variable} names no server.";
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Engine.SqlServer]];
}
