using System.Reflection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Vocabularies;

/// <summary>Who said something. The numbers are those of every proto's <c>Speaker</c>.</summary>
public enum Speaker
{
    /// <summary>The person the record is about.</summary>
    Person = 1,
    /// <summary>Somebody of their family or circle.</summary>
    Family = 2,
    /// <summary>A practitioner.</summary>
    Practitioner = 3,
    /// <summary>A representative in scope.</summary>
    Representative = 4,
    /// <summary>Somebody else.</summary>
    Other = 5,
}

/// <summary>Who wrote something down. The numbers are those of every proto's <c>Writer</c>.</summary>
public enum Writer
{
    /// <summary>The person, by their own sign-in.</summary>
    Person = 1,
    /// <summary>A practitioner.</summary>
    Practitioner = 2,
    /// <summary>Somebody who acts for the person, by a sign-in of their own.</summary>
    Representative = 3,
}

/// <summary>
/// Where words came from: "Iris said; Eileen wrote it down". Nothing needs a login, and a proxy never passes for the
/// person.
/// </summary>
public sealed record Voice(Speaker SaidBy, string? SaidByName, string[] How, Writer WrittenBy)
{
    private const string OwnSignIn = "own_sign_in", RepresentativeSignIn = "representative_sign_in";

    /// <summary>The one list of channels, shared by every service that records somebody's words.</summary>
    public static readonly Vocabulary Channels = Vocabulary.Of(Assembly.GetExecutingAssembly(), "channels");

    /// <summary>True when it is the person's own voice: they said it, through direct channels only.</summary>
    public bool IsPersons => SaidBy == Speaker.Person && How.All(IsDirect);

    /// <summary>True for a channel through which a person speaks for themselves.</summary>
    public static bool IsDirect(string channel) => Channels[channel]?["direct"] == "yes";

    /// <summary>
    /// Checks what a caller says about a voice. <paramref name="path"/> is the field that holds it, for the refusal.
    /// </summary>
    /// <exception cref="Problem">
    /// CODE_MISSING, CODE_UNKNOWN, WORDS_MISSING, or NOT_YOUR_VOICE when the person's sign-in speaks for another.
    /// </exception>
    public static Voice Of(Call call, int saidBy, string saidByName, IReadOnlyCollection<string> how, string path)
    {
        if (call.Role is Role.Person or Role.Representative)
        {
            var (own, channel) = call.Role == Role.Person
                ? (Speaker.Person, OwnSignIn) : (Speaker.Representative, RepresentativeSignIn);
            return saidBy is 0 || saidBy == (int)own
                ? new Voice(own, own == Speaker.Person ? null
                    : Check.OptionalWords(saidByName, 200, $"request.{path}.said_by_name"), [channel], WriterOf(call))
                : throw Problem.Invalid($"{path}.said_by", "NOT_YOUR_VOICE",
                    "With your own sign-in you speak as yourself, and never as another.");
        }
        var speaker = Check.Code((Speaker)saidBy, $"request.{path}.said_by");
        var name = speaker is Speaker.Family or Speaker.Other
            ? Check.Words(saidByName, 200, $"request.{path}.said_by_name")
            : Check.OptionalWords(saidByName, 200, $"request.{path}.said_by_name");
        return new Voice(speaker, name, Channel(how, $"{path}.how"), Writer.Practitioner);
    }

    /// <summary>Whose hand a call is.</summary>
    public static Writer WriterOf(Call call) => call.Role == Role.Person ? Writer.Person
        : call.Role == Role.Representative ? Writer.Representative : Writer.Practitioner;

    /// <summary>Checks a list of channels: at least one, each in the list, none that only a sign-in can be.</summary>
    public static string[] Channel(IReadOnlyCollection<string> how, string field) =>
        how.Count is 0 or > 20 ? throw Problem.Invalid(field, "CODE_MISSING", "Say how it was said or seen.")
        : how.All(c => Channels[c] is not null && c is not (OwnSignIn or RepresentativeSignIn)) ? [.. how.Distinct()]
        : throw Problem.Invalid(field, "CODE_UNKNOWN", "This is not one of the channels.");
}
