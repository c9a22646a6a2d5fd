using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace PersonalOutcomes.Database;

/// <summary>
/// How our types lie in both engines' columns. SQLite keeps text that sorts as the value does: upper-case ids, UTC
/// instants of fixed width, ISO days. Lists of codes are JSON. Another spelling of the same value is refused: no
/// statement would find it, and the hash chain would not tell.
/// </summary>
internal static class Columns
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static int _told;

    /// <summary>Must run before the first query: Dapper keeps the mapping that it saw first.</summary>
    public static void Tell()
    {
        if (Interlocked.Exchange(ref _told, 1) == 1)
        {
            return;
        }
        Type[] ours = [typeof(Guid), typeof(DateTimeOffset), typeof(DateOnly)];
        foreach (var type in ours)
        {
            SqlMapper.RemoveTypeMap(type);
            SqlMapper.RemoveTypeMap(typeof(Nullable<>).MakeGenericType(type));
        }
        SqlMapper.AddTypeHandler(new Ids());
        SqlMapper.AddTypeHandler(new Instants());
        SqlMapper.AddTypeHandler(new Days());
        SqlMapper.AddTypeHandler(new Lists<string>());
        SqlMapper.AddTypeHandler(new Lists<Guid>());
        SqlMapper.AddTypeMap(typeof(DateTime), DbType.DateTime2);
    }

    public static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static string Text(Guid id) => id.ToString("D").ToUpperInvariant();

    private sealed class Ids : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter p, Guid value) =>
            (p.DbType, p.Value) = p is SqliteParameter ? (DbType.String, (object)Text(value)) : (DbType.Guid, value);

        public override Guid Parse(object value) => value is Guid id ? id
            : value is string text && !text.AsSpan().ContainsAnyInRange('a', 'f') ? Guid.ParseExact(text, "D")
            : throw new FormatException("An id is not written as ids are.");
    }

    private sealed class Instants : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter p, DateTimeOffset value) =>
            (p.DbType, p.Value) = p is SqliteParameter
                ? (DbType.String, (object)Text(value))
                : (DbType.DateTimeOffset, value.ToUniversalTime());

        public override DateTimeOffset Parse(object value) => value is DateTimeOffset instant ? instant
            : DateTimeOffset.ParseExact((string)value, InstantFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal);
    }

    private sealed class Days : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter p, DateOnly value) =>
            (p.DbType, p.Value) = p is SqliteParameter
                ? (DbType.String, (object)value.ToString("O", CultureInfo.InvariantCulture))
                : (DbType.Date, value.ToDateTime(TimeOnly.MinValue));

        public override DateOnly Parse(object value) => value is DateTime day ? DateOnly.FromDateTime(day)
            : DateOnly.ParseExact((string)value, "O", CultureInfo.InvariantCulture);
    }

    private sealed class Lists<T> : SqlMapper.TypeHandler<T[]>
    {
        public override void SetValue(IDbDataParameter p, T[]? value) =>
            (p.DbType, p.Value) = (DbType.String, JsonSerializer.Serialize(value ?? []));

        public override T[] Parse(object value)
        {
            var list = JsonSerializer.Deserialize<T[]>((string)value) ?? [];
            return typeof(T) != typeof(Guid) || JsonSerializer.Serialize(list) == (string)value ? list
                : throw new FormatException("A list of ids is not written as such lists are.");
        }
    }
}

/// <summary>Ids as a JSON list, for the mark <c>/*each:@ids*/</c>.</summary>
public static class Each
{
    /// <summary>The parameter's value.</summary>
    public static string Of(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids.Select(Columns.Text));
}
