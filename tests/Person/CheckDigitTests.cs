namespace PersonalOutcomes.People;

public sealed class CheckDigitTests
{
    [Theory]
    [InlineData("0101011237", CheckDigit.Both)]
    [InlineData("0101800002", CheckDigit.Modulus11)]
    [InlineData("0101800001", CheckDigit.Modulus10)]
    [InlineData("0101800076", CheckDigit.Modulus10)] // its stem has no modulus 11 digit at all
    public void A_CHI_number_passes_modulus_11_or_modulus_10(string number, CheckDigit passed) =>
        Assert.Equal(passed, CheckDigits.Chi(number));

    [Fact]
    public void A_stem_without_a_modulus_11_digit_passes_modulus_10_alone() =>
        Assert.Equal([(6, CheckDigit.Modulus10)],
            Enumerable.Range(0, 10).Select(d => (d, CheckDigits.Chi($"010180007{d}")))
                .Where(p => p.Item2 != CheckDigit.None));

    [Theory]
    [InlineData("0101011238")]
    [InlineData("010101123")]
    [InlineData("01010112370")]
    [InlineData("O101011237")]
    [InlineData("٠101011237")]
    [InlineData("")]
    public void What_passes_neither_is_no_CHI_number(string number) =>
        Assert.Equal(CheckDigit.None, CheckDigits.Chi(number));

    [Theory]
    [InlineData("3102")] // no 31 February
    [InlineData("0013")]
    [InlineData("3213")]
    public void A_CHI_number_begins_with_a_day(string dayAndMonth) =>
        Assert.All(Enumerable.Range(0, 10), last =>
            Assert.Equal(CheckDigit.None, CheckDigits.Chi($"{dayAndMonth}01123{last}")));

    [Fact]
    public void A_leap_day_of_either_century_is_a_day()
    {
        // 2000 was a leap year and 1900 was not; neither 1901 nor 2001 was one.
        Assert.Contains(Enumerable.Range(0, 10), last => CheckDigits.Chi($"290200112{last}") != CheckDigit.None);
        Assert.All(Enumerable.Range(0, 10), last =>
            Assert.Equal(CheckDigit.None, CheckDigits.Chi($"290201112{last}")));
    }

    [Fact]
    public void An_NHS_number_passes_modulus_11_alone()
    {
        Assert.Equal(CheckDigit.Modulus11, CheckDigits.NhsNumber("9434765919"));
        Assert.Equal(CheckDigit.None, CheckDigits.NhsNumber("9876544321"));
        Assert.Equal(CheckDigit.None, CheckDigits.NhsNumber("943476591"));
        Assert.Equal(CheckDigit.None, CheckDigits.NhsNumber("0101800001"));
    }
}
