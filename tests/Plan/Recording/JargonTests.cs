using CsCheck;

namespace PersonalOutcomes.Plans.Recording;

public sealed class JargonTests
{
    private static readonly Lens Lens = new([]);

    private static readonly (string Open, string Close)[] Marks =
    [
        ("\"", "\""), ("\u201C", "\u201D"), ("'", "'"), ("\u2018", "\u2019"), ("\u201E", "\u201C"), ("\u201E", "\u201D"),
        ("\u00AB", "\u00BB"), ("\u00BB", "\u00AB"), ("\u2039", "\u203A"), ("\u201A", "\u2018"), ("`", "'"), ("\u300C", "\u300D"),
    ];

    [Theory]
    [InlineData("She was signposted to the group.", "signpost")]
    [InlineData("Staff de-escalated the situation.", "de-escalate")]
    [InlineData("A double up is needed.", "double-up")]
    [InlineData("He is non compliant.", "non-compliant")]
    [InlineData("Three packages of care were arranged.", "package of care")]
    [InlineData("To mobilize with a frame.", "mobilise")]
    [InlineData("Bloods taken.", "bloods")]
    [InlineData("Clients' views were heard.", "client")]
    [InlineData("Two OTs called.", "OTs")]
    [InlineData("He was DNA'd.", "DNA")]
    [InlineData("An OT-led group.", "OT")]
    [InlineData("Powered chair from WestMARC.", "WestMARC")]
    [InlineData("Post-ASP she is safe.", "ASP")]
    public void R61_A_term_is_found_in_any_inflection_and_an_acronym_however_it_stands(string text, string term) =>
        Assert.Contains(term, Terms(text));

    [Theory]
    [InlineData("The GP and the NHS, on the BBC, in the UK: see A&E, TV and DVD.")]
    [InlineData("Her Care Programme Approach (CPA) meeting is on Friday.")]
    [InlineData("The CPA (Care Programme Approach) meeting is on Friday.")]
    [InlineData("She came in blood and tears.")]
    [InlineData("I want to go HOME.")]
    [InlineData("Postcode EH6 is where he lives.")]
    [InlineData("I WANT TO SEE MY DOG AND MY PALS")]
    public void What_everybody_says_and_what_is_explained_is_none(string text) => Assert.Empty(Terms(text));

    [Theory]
    [InlineData("Don't forget the carers' POC.", "POC")]
    [InlineData("It's wi' a package o' care.", "package")]
    [InlineData("'Til Friday the POC stands.", "POC")]
    [InlineData("A rail of 6\" and a POC.", "POC")]
    [InlineData("He said \"no thanks\" to the POC.", "POC")]
    [InlineData("Jim\u2019s POC.", "POC")]
    public void An_apostrophe_is_no_quotation_mark(string text, string term) => Assert.Contains(term, Terms(text));

    [Theory]
    [InlineData("She said \"they gave me a POC and a package of care")]
    [InlineData("'They're wantin' tae signpost me an' a' that POC' was what he said.")]
    [InlineData("\u2018It\u2019s the carers\u2019 POC\u2019, she says.")]
    [InlineData("\u201CHe called it \u2018a POC\u2019, not respite,\u201D she says.")]
    public void What_is_quoted_is_theirs_and_a_mark_that_is_not_closed_runs_to_the_end(string text) =>
        Assert.Empty(Terms(text));

    [Fact]
    public void Quotation_marks_of_any_shape_around_any_jargon_remove_it()
    {
        string[] words = [.. Lists.Jargon.Select(j => j.Term), "POC", "MDT", "CPN", "the client's QDS"];
        string[] around = ["", "She ", "It was ", "Don't say ", "(", "He said: "];
        string[] after = ["", ".", ", she says.", " is what they wrote.", ")"];
        Gen.Select(OneOf(words), OneOf(Marks), OneOf(around), OneOf(after)).Sample((term, marks, before, behind) =>
            Assert.Empty(Terms($"{before}{marks.Open}{term}{marks.Close}{behind}")));

        static Gen<T> OneOf<T>(T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);
    }

    [Fact]
    public void Whatever_stands_in_a_text_it_is_read_and_every_place_is_in_it() =>
        Gen.String[0, 200].Sample(text =>
            Assert.All(Lens.Read(text).Jargon, j => Assert.InRange(j.At.End, j.At.Start + 1, text.Length)));

    [Fact]
    public void An_agency_extends_the_list()
    {
        var own = new Lens(JargonTerm.Read(new StringReader("term\tplain swap\nhuddle\ta short talk\n")));

        Assert.Equal(("huddle", "a short talk", new Span(10, 7)),
            own.Read("Talked in huddles.").Jargon.Select(j => (j.Term, j.Plain, j.At)).Single());
    }

    [Fact]
    public void A_list_with_a_line_that_is_none_is_refused_by_its_number() =>
        Assert.Contains("Line 3", Assert.Throws<FormatException>(
            () => JargonTerm.Read(new StringReader("term\tplain swap\nhuddle\ta short talk\nrota\n"))).Message);

    [Fact]
    public void Every_term_of_the_list_is_found_and_has_a_swap_and_a_source()
    {
        Assert.All(Lists.Jargon, j => Assert.NotEmpty(Terms($"There is {j.Term} here.")));
        Assert.All(Statements.Lines("services/Plan/vocabulary/jargon.tsv"), l => Assert.True(l.Length == 4 && l[3].Length > 0));
    }

    private static IEnumerable<string> Terms(string text) => Lens.Read(text).Jargon.Select(j => j.Term);
}
