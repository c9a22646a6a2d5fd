using System.Globalization;

namespace PersonalOutcomes.People;

/// <summary>The check of its last digit that a number passed; the numbers are those of the proto.</summary>
[Flags]
public enum CheckDigit
{
    /// <summary>None, or it has none.</summary>
    None = 0,
    /// <summary>Modulus 11.</summary>
    Modulus11 = 1,
    /// <summary>Modulus 10.</summary>
    Modulus10 = 2,
    /// <summary>Modulus 11 and modulus 10.</summary>
    Both = 3,
}

/// <summary>
/// The rules of numbers with a check digit. Nothing about a person is read out of one: the date in a CHI number has no
/// century and need not be the birth date, and its ninth digit says nothing that may be relied on.
/// </summary>
public static class CheckDigits
{
    /// <summary>
    /// What a CHI number passed, None when it can't be one. Modulus 11 has run out for some dates, so modulus 10 counts
    /// as well; either lets about a fifth of random last digits through, hence the warning on modulus 10 alone.
    /// </summary>
    public static CheckDigit Chi(string number) =>
        IsTenDigits(number) && IsDate(number)
            ? (Modulus11(number) ? CheckDigit.Modulus11 : 0) | (Modulus10(number) ? CheckDigit.Modulus10 : 0)
            : CheckDigit.None;

    /// <summary>What an NHS number passed, None when it can't be one.</summary>
    public static CheckDigit NhsNumber(string number) =>
        IsTenDigits(number) && Modulus11(number) ? CheckDigit.Modulus11 : CheckDigit.None;

    private static bool Modulus11(string number)
    {
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (number[i] - '0') * (10 - i);
        }
        // 11 stands for 0; 10 fits no digit, so such a number was never given out.
        return (11 - (sum % 11)) % 11 == number[9] - '0';
    }

    private static bool Modulus10(string number)
    {
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            var digit = (number[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return (10 - (sum % 10)) % 10 == number[9] - '0';
    }

    private static bool IsTenDigits(string number) => number.Length == 10 && number.All(char.IsAsciiDigit);

    // The century is not in it: a day that is one in either will do.
    private static bool IsDate(string number) =>
        IsDate(number, "19") || IsDate(number, "20");

    private static bool IsDate(string number, string century) => DateOnly.TryParseExact(
        number[..4] + century + number[4..6], "ddMMyyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
