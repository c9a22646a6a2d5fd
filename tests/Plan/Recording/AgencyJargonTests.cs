using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans.Recording;

/// <summary>An agency's own list of jargon, as whoever runs the platform gives it to Plan.</summary>
public sealed class AgencyJargonTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task A_term_of_an_agencys_file_is_found_with_its_plain_swap_beside_the_platforms_own()
    {
        await File.WriteAllTextAsync(_file, "term\tplain swap\nhuddle\ta short talk\n");
        await using var platform = Platform.Only("sharing");
        platform.Start("plan", ("Vocabularies:Jargon", _file));
        var fiona = await platform.SignInAsync("fiona");

        var answer = await fiona.Recording.CheckAsync(
            new() { Text = "Two huddles about the POC.", Sort = V1.DraftSort.Note });

        Assert.Equal([("huddle", "a short talk", "huddles"), ("POC", "", "POC")],
            answer.Jargon.Select(j => (j.Term, j.Term == "POC" ? "" : j.Plain, j.Place.Words)));
    }

    [Fact]
    public async Task Plan_does_not_start_with_half_a_list_and_names_file_and_line()
    {
        await File.WriteAllTextAsync(_file, "term\tplain swap\nhuddle\ta short talk\nrota\n");
        await using var platform = Platform.Only("sharing");

        var refused = Assert.ThrowsAny<Exception>(() => platform.Start("plan", ("Vocabularies:Jargon", _file)));

        Assert.Contains($"Vocabularies__Jargon: {_file} can't be read. Line 3", refused.ToString());
    }

    public void Dispose() => File.Delete(_file);
}
