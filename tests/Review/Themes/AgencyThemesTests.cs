using Microsoft.Extensions.Configuration;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Reviews;

/// <summary>An agency's own themes, as whoever runs the platform gives them to Review.</summary>
public sealed class AgencyThemesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task An_agencys_theme_stands_beside_the_platforms_own_and_takes_the_place_of_one_with_its_code()
    {
        await File.WriteAllTextAsync(_file,
            "code\tlist\twords\tsource\npets\thelps\ta dog or a cat\tus\n\nwaiting\thinders\tthe list\tus\n");

        var themes = ThemeList.Of(With(_file));

        Assert.True(themes.Has("pets", ThemeAbout.Helped));
        Assert.False(themes.Has("pets", ThemeAbout.Hindered));
        Assert.True(themes.Has("listened_to", ThemeAbout.Helped));
        Assert.Equal("the list", themes.Lines["waiting"].Words);
        Assert.Equal("waiting, or being passed on", ThemeList.Of(With("")).Lines["waiting"].Words);
    }

    [Theory]
    [InlineData("pets")]
    [InlineData("pets\tluck\ta dog or a cat\tus")]
    [InlineData("pets\thelps\t \tus")]
    [InlineData("\thelps\ta dog or a cat\tus")]
    public async Task Review_does_not_start_with_half_a_list_and_names_file_and_line(string line)
    {
        await File.WriteAllTextAsync(_file, $"code\tlist\twords\tsource\nboats\thelps\ta boat\tus\n{line}\n");
        await using var platform = Platform.Only("sharing");

        var refused = Assert.ThrowsAny<Exception>(() => platform.Start("review", ("Vocabularies:Themes", _file)));

        Assert.Contains($"Vocabularies__Themes: {_file} can't be read. Line 3", refused.ToString());
    }

    public void Dispose() => File.Delete(_file);

    private static IConfiguration With(string file) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Vocabularies:Themes"] = file }).Build();
}
