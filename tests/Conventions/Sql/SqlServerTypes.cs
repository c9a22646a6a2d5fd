namespace PersonalOutcomes.Conventions.Sql;

/// <summary>How our types reach SQL Server, as Database/Columns.cs and the provider send them.</summary>
public static class SqlServerTypes
{
    public static string Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type.IsEnum => "int",
            _ when type == typeof(Guid) => "uniqueidentifier",
            _ when type == typeof(string) => "nvarchar(4000)",
            _ when type == typeof(DateTimeOffset) => "datetimeoffset(7)",
            _ when type == typeof(DateOnly) => "date",
            _ when type == typeof(bool) => "bit",
            _ when type == typeof(int) => "int",
            _ when type == typeof(long) => "bigint",
            _ when type == typeof(byte[]) => "varbinary(max)",
            _ when type == typeof(string[]) || type == typeof(Guid[]) => "nvarchar(max)",
            _ => throw new ArgumentException($"A parameter of type {type} has no place in SQL here.", nameof(type)),
        };
    }
}
