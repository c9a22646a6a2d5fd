using PersonalOutcomes.Problems;

namespace PersonalOutcomes.People;

/// <summary>What kind of number; the numbers are those of the proto.</summary>
public enum IdentifierKind
{
    /// <summary>Community Health Index number.</summary>
    Chi = 1,
    /// <summary>NHS number.</summary>
    NhsNumber = 2,
    /// <summary>A number of one agency's own system.</summary>
    Local = 3,
}

/// <summary>A number by which an agency knows a person.</summary>
public sealed record Identifier
{
    /// <summary>The system that stands for CHI numbers, as in health messages.</summary>
    public const string ChiSystem = "urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53";

    /// <summary>The system that stands for NHS numbers, as in health messages.</summary>
    public const string NhsNumberSystem = "https://fhir.nhs.uk/Id/nhs-number";

    /// <summary>This entry.</summary>
    public Guid Id { get; init; }
    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; init; }
    /// <summary>The team that recorded it.</summary>
    public Guid? TeamId { get; init; }
    /// <summary>Recorded by a health body.</summary>
    public bool HealthAuthored { get; init; }
    /// <summary>Made in the wrong record, and withheld.</summary>
    public bool EnteredInError { get; init; }
    /// <summary>What kind of number.</summary>
    public IdentifierKind Kind { get; init; }
    /// <summary>Whose number.</summary>
    public string System { get; init; } = "";
    /// <summary>The number, without blanks.</summary>
    public string Value { get; init; } = "";
    /// <summary>The check that it passed.</summary>
    public CheckDigit Passed { get; init; }
    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>What to do before relying on it; null when there is nothing.</summary>
    public string? Warning => Kind == IdentifierKind.Chi && Passed == CheckDigit.Modulus10
        ? "Confirm with name and birth date: this number passes the newer of the two checks only."
        : null;

    /// <summary>
    /// Reads a number as it was given. IDENTIFIER_INVALID, naming the field under <paramref name="path"/>, for one that
    /// can't be right.
    /// </summary>
    public static Identifier Of(IdentifierKind kind, string system, string value, string path)
    {
        if (kind == IdentifierKind.Local)
        {
            return new Identifier
            {
                Kind = kind,
                System = Check.Words(system, 200, $"request.{path}.system").Trim(),
                Value = string.Concat(
                    Check.Words(value, 100, $"request.{path}.value").Where(c => !char.IsWhiteSpace(c))),
            };
        }
        var number = string.Concat(Check.Words(value, 100, $"request.{path}.value").Where(c => c is not (' ' or '-')));
        var passed = kind == IdentifierKind.Chi ? CheckDigits.Chi(number) : CheckDigits.NhsNumber(number);
        return passed == CheckDigit.None
            ? throw Problem.Invalid($"{path}.value", "IDENTIFIER_INVALID",
                "This number can't be right. Look for a slip in its digits.")
            : new Identifier
            {
                Kind = kind,
                System = kind == IdentifierKind.Chi ? ChiSystem : NhsNumberSystem,
                Value = number,
                Passed = passed,
            };
    }
}
