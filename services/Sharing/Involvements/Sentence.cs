using System.Globalization;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>An involvement in plain words, for the person to read first of all.</summary>
public static class Sentence
{
    /// <summary>
    /// Who works with the person since when, what for, by which law, until when, and whether they may look at all. In
    /// "you" to the person themselves, and in the past tense of somebody who died.
    /// </summary>
    public static string Of(Wire.Involvement shown, Involvement involvement, bool you, bool died = false)
    {
        var whom = you ? "you" : "the person";
        var people = string.Join("; ",
            shown.Practitioners.Select(p => p.Role.Length > 0 ? $"{p.Name}, {p.Role}" : p.Name));
        var worked = died ? "worked" : "has worked";
        string[] said =
        [
            $"{shown.Team.Name} {worked} with {whom} since {Day(London.Today(involvement.FromTime))}"
                + (people.Length > 0 ? $": {people}." : "."),
            !shown.IsLead ? "" : died ? "It led the work." : "It leads the work.",
            WhatFor(involvement.Purpose, whom, died),
            died ? LawThen(involvement.LegalBasis, you) : Law(involvement.LegalBasis, you),
            involvement.LastOn is { } last ? $"Its last day is {Day(last)}." : "",
            shown.MayNotLook ? "It may not look at the record now." : "",
        ];
        return string.Join(' ', said.Where(s => s.Length > 0));
    }

    private static string WhatFor(string purpose, string whom, bool died) => purpose switch
    {
        "adult_protection" => $"It {(died ? "was" : "is")} there to help keep {whom} safe.",
        _ => $"It {(died ? "was" : "is")} there to support {whom}.",
    };

    private static string Law(LegalBasis basis, bool you) => basis switch
    {
        LegalBasis.AdultProtection => "The law on keeping adults safe asks it to.",
        LegalBasis.Court => "A court asked it to.",
        LegalBasis.VitalInterests => "The law lets it help when a life is in danger.",
        LegalBasis.Consent => you ? "You said yes to this." : "The person said yes to this.",
        _ => "The law gives it this task.",
    };

    private static string LawThen(LegalBasis basis, bool you) => basis switch
    {
        LegalBasis.AdultProtection => "The law on keeping adults safe asked it to.",
        LegalBasis.VitalInterests => "The law let it help when a life was in danger.",
        LegalBasis.Court or LegalBasis.Consent => Law(basis, you),
        _ => "The law gave it this task.",
    };

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
