using PersonalOutcomes.Problems;

namespace PersonalOutcomes.People;

public sealed class IdentifierTests
{
    [Fact]
    public void A_number_that_passes_modulus_10_alone_is_to_be_confirmed()
    {
        var identifier = Identifier.Of(IdentifierKind.Chi, "", "010180 0001", "identifier");

        Assert.Equal(("0101800001", CheckDigit.Modulus10), (identifier.Value, identifier.Passed));
        Assert.Contains("Confirm with name and birth date", identifier.Warning);
    }

    [Theory]
    [InlineData(IdentifierKind.Chi, "0101011237", Identifier.ChiSystem)]
    [InlineData(IdentifierKind.Chi, "0101800002", Identifier.ChiSystem)]
    [InlineData(IdentifierKind.NhsNumber, "943 476 5919", Identifier.NhsNumberSystem)]
    public void A_number_that_passes_modulus_11_needs_no_warning(IdentifierKind kind, string value, string system)
    {
        var identifier = Identifier.Of(kind, "something else", value, "identifier");

        Assert.Null(identifier.Warning);
        Assert.Equal(system, identifier.System);
    }

    [Theory]
    [InlineData(IdentifierKind.Chi, "0101011238")]
    [InlineData(IdentifierKind.Chi, "9434765919")] // an NHS number, and no day
    [InlineData(IdentifierKind.NhsNumber, "9876544321")]
    public void A_number_that_cannot_be_right_is_refused_by_its_field(IdentifierKind kind, string value)
    {
        var problem = Assert.Throws<Problem>(() => Identifier.Of(kind, "", value, "identifiers[2]"));

        Assert.Equal(("IDENTIFIER_INVALID", "identifiers[2].value"), (problem.Reason, problem.Field));
        Assert.DoesNotContain(value, problem.Message);
    }

    [Fact]
    public void A_local_number_needs_its_system_and_no_check()
    {
        var identifier = Identifier.Of(IdentifierKind.Local, " tenancies ", "T 1", "identifier");

        Assert.Equal(("tenancies", "T1", CheckDigit.None), (identifier.System, identifier.Value, identifier.Passed));
        Assert.Equal("identifier.system",
            Assert.Throws<Problem>(() => Identifier.Of(IdentifierKind.Local, "", "T1", "identifier")).Field);
    }
}
