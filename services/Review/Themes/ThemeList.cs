namespace PersonalOutcomes.Reviews;

/// <summary>A theme, in plain words, and the list that it is of: helps, hinders or unintended.</summary>
public sealed record Theme(string Code, string List, string Words);

/// <summary>The themes that can be given to words.</summary>
/// <param name="Lines">By code.</param>
public sealed record ThemeList(IReadOnlyDictionary<string, Theme> Lines)
{
    /// <summary>
    /// The platform's list with an agency's own: <c>Vocabularies:Themes</c> is a file with a heading line, then a code,
    /// its list, the theme in plain words and where it came from, with tabs between.
    /// </summary>
    public static ThemeList Of(IConfiguration configuration) =>
        new(CodeList.Read(configuration, "themes", "Themes", cells => new Theme(cells[0],
            cells[1] is "helps" or "hinders" or "unintended" ? cells[1] : throw new FormatException("no such list"),
            cells[2].Length > 0 ? cells[2] : throw new FormatException("it has no words"))));

    /// <summary>Whether a code is in the list for words of this kind.</summary>
    public bool Has(string code, ThemeAbout about)
    {
        var list = about switch
        {
            ThemeAbout.Helped => "helps",
            ThemeAbout.Hindered => "hinders",
            _ => "unintended",
        };
        return Lines.TryGetValue(code, out var theme) && theme.List == list;
    }
}
