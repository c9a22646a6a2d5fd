using System.Globalization;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

/// <summary>A referral in plain words, for the person to read first of all.</summary>
public static class ReferralSentence
{
    /// <summary>
    /// Who asked whom, where it stands, and how long the person has waited. In "you" to the person themselves; of
    /// somebody who died nothing waits.
    /// </summary>
    public static string Of(Wire.Referral shown, Referral referral, bool you, bool died = false)
    {
        var whom = you ? "you" : "the person";
        var by = shown.FromTeam is { } from ? $"{from.Name}, {from.AgencyName},"
            : referral.SaidBy == Speaker.Representative ? $"Somebody who acts for {whom}"
            : you ? "You" : "The person";
        var asked = $"{by} asked {shown.ToTeam.Name}, {shown.ToTeam.AgencyName}, on {Day(referral.HappenedOn)} "
            + $"to help {(shown.FromTeam is null && !you ? "them" : whom)}.";
        return $"{asked} {Stands(shown, referral, you, died)}";
    }

    private static string Stands(Wire.Referral shown, Referral referral, bool you, bool died) => referral.State switch
    {
        ReferralState.Waiting or ReferralState.MoreAsked when died => "They gave no answer.",
        ReferralState.Waiting when shown.HeldBack =>
            $"They have not got it, because you keep it from them. You can let it through. {Waited(shown, you)}",
        ReferralState.MoreAsked when shown.HeldBack =>
            $"They asked for more. Now they see nothing of it, because you keep it from them. {Waited(shown, you)}",
        ReferralState.MoreAsked => $"They asked to be told more before they say yes or no. {Waited(shown, you)}",
        ReferralState.Accepted => "They said yes.",
        ReferralState.Declined => $"They said no. They say why: {referral.DeclineReason}",
        ReferralState.Withdrawn => "It was taken back.",
        ReferralState.Redirected when shown.Turns.LastOrDefault()?.ToTeam is { } next =>
            $"They passed it on to {next.Name}, {next.AgencyName}.",
        ReferralState.Redirected => "They passed it on.",
        ReferralState.Completed => "They said yes, and later what came of it.",
        _ => $"They have not answered yet. {Waited(shown, you)}",
    };

    private static string Waited(Wire.Referral shown, bool you)
    {
        var who = you ? "You have" : "The person has";
        return shown.WaitingDays switch
        {
            0 => "It was made today.",
            1 => $"{who} waited for 1 day.",
            var days => $"{who} waited for {days.ToString("N0", CultureInfo.InvariantCulture)} days.",
        };
    }

    private static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
