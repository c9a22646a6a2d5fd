using System.Reflection;
using System.Text.RegularExpressions;
using PersonalOutcomes.Conversations;
using PersonalOutcomes.Database;
using PersonalOutcomes.Entries;
using PersonalOutcomes.Insights;
using PersonalOutcomes.People;
using PersonalOutcomes.Plans;
using PersonalOutcomes.Reviews;
using PersonalOutcomes.Sharing;

namespace PersonalOutcomes.Conventions.Sql;

/// <summary>Which engine reads a statement.</summary>
public enum ReadBy
{
    Both,
    Sqlite,
    SqlServer,
}

/// <summary>A statement as it stands in an assembly: <c>Type.Field</c>, its text, and who reads it.</summary>
public sealed record SqlConstant(string Name, string Text, ReadBy By)
{
    public override string ToString() => Name;
}

/// <summary>A service's assembly, and the scripts of its schema behind the platform's.</summary>
public sealed record Service(string Name, Assembly Assembly);

/// <summary>All the SQL that stands in the services' assemblies, found by reflection.</summary>
public static partial class SqlConstants
{
    public static readonly Assembly Platform = typeof(IDatabase).Assembly;

    /// <summary>The libraries that every service is made of.</summary>
    public static readonly IReadOnlyList<Assembly> Shared = [Platform, typeof(OwnEntries).Assembly];

    /// <summary>Identity keeps its own store and is not among them.</summary>
    public static readonly IReadOnlyList<Service> Services =
    [
        new("person", typeof(PersonService).Assembly),
        new("sharing", typeof(SharingService).Assembly),
        new("conversation", typeof(ConversationService).Assembly),
        new("plan", typeof(PlanService).Assembly),
        new("review", typeof(ReviewService).Assembly),
        new("insight", typeof(InsightService).Assembly),
    ];

    /// <summary>The statements of an assembly.</summary>
    public static IReadOnlyList<SqlConstant> Of(Assembly assembly) =>
        [.. Texts(assembly).Where(c => Statement().IsMatch(c.Text))];

    /// <summary>Texts with SQL in them that are no statement by themselves: a part of one.</summary>
    public static IReadOnlyList<SqlConstant> Parts(Assembly assembly) =>
        [.. Texts(assembly).Where(c => !Statement().IsMatch(c.Text) && HasSql().IsMatch(c.Text))];

    private static IEnumerable<SqlConstant> Texts(Assembly assembly) =>
        from type in assembly.GetTypes()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.DeclaredOnly)
        where field.IsLiteral && field.FieldType == typeof(string)
        let text = (string)field.GetRawConstantValue()!
        orderby type.FullName, field.Name
        select new SqlConstant($"{type.FullName!.Replace('+', '.')["PersonalOutcomes.".Length..]}.{field.Name}", text,
            type.Namespace switch
            {
                "PersonalOutcomes.Database.Sqlite" => ReadBy.Sqlite,
                "PersonalOutcomes.Database.SqlServer" => ReadBy.SqlServer,
                _ => ReadBy.Both,
            });

    [GeneratedRegex(@"^\s*(/\*[^*]*\*/\s*)*(SELECT|INSERT|UPDATE|DELETE|EXEC|WITH|DECLARE|MERGE|IF EXISTS)\s")]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|EXEC)\s")]
    private static partial Regex HasSql();
}
