using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Conventions.Sql;

/// <summary>
/// Hears every statement that the services issue, in its common spelling, with the types of its parameters. One at a
/// time: the services of a run are all in the test's process.
/// </summary>
public sealed partial class SqlRecording : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Type>> _issued = new();

    /// <summary>Starts to hear; ends when it is disposed of.</summary>
    public SqlRecording()
    {
        if (Work.Issued is not null)
        {
            throw new InvalidOperationException("Somebody is listening already.");
        }
        Work.Issued = Hear;
    }

    /// <summary>Told of each statement as it is issued, with its parameters.</summary>
    public event Action<string, object?>? Heard;

    /// <summary>The statements heard.</summary>
    public IEnumerable<string> Issued => _issued.Keys;

    /// <summary>The parameters of a statement, by name; null for one that was never issued.</summary>
    public IReadOnlyDictionary<string, Type>? Parameters(string sql) => _issued.GetValueOrDefault(sql);

    /// <summary>The statements among these that nobody issued; what both engines read can be issued here.</summary>
    public IEnumerable<SqlConstant> NeverIssued(IEnumerable<SqlConstant> constants) =>
        constants.Where(c => c.By == ReadBy.Both && !_issued.ContainsKey(c.Text));

    /// <summary>What was issued and stands in no assembly: text put together while running.</summary>
    public IEnumerable<string> Composed(IEnumerable<SqlConstant> constants) =>
        Issued.Except(constants.Select(c => c.Text));

    private void Hear(string sql, object? parameters)
    {
        Heard?.Invoke(sql, parameters);
        var names = _issued.GetOrAdd(sql, _ => new(StringComparer.OrdinalIgnoreCase));
        var statement = Dialect.SqlServer.Render(sql);
        var given = Given(parameters);
        if (statement.AsksWho)
        {
            foreach (var (name, type) in Caller)
            {
                given[name] = type;
            }
        }
        foreach (Match name in Parameter().Matches(statement.Text))
        {
            if (given.TryGetValue(name.Value[1..], out var type))
            {
                names[name.Value[1..]] = type;
            }
        }
    }

    /// <summary>What the layer binds for a statement in which the access rule stands.</summary>
    public static IReadOnlyDictionary<string, Type> Caller { get; } = new Dictionary<string, Type>
    {
        ["callerIssuer"] = typeof(string),
        ["callerSubject"] = typeof(string),
        ["callerCapacity"] = typeof(string),
        ["callerAgency"] = typeof(Guid),
        ["callerPurpose"] = typeof(string),
        ["now"] = typeof(DateTimeOffset),
    };

    private static Dictionary<string, Type> Given(object? parameters)
    {
        var given = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase);
        if (parameters is DynamicParameters dynamic)
        {
            foreach (var name in dynamic.ParameterNames)
            {
                given[name] = dynamic.Get<object?>(name)?.GetType() ?? typeof(string);
            }
        }
        else if (parameters is not null)
        {
            foreach (var property in parameters.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                given[property.Name] = property.PropertyType;
            }
        }
        return given;
    }

    public void Dispose() => Work.Issued = null;

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
