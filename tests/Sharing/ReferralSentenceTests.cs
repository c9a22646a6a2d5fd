using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.Sharing;

public sealed class ReferralSentenceTests
{
    private static readonly Wire.Team Stoma = new() { Name = "Stoma care", AgencyName = "Lochside" };
    private static readonly Wire.Team Carers = new() { Name = "Carers", AgencyName = "Tayview" };
    private static readonly DateOnly Day = new(2026, 5, 3);

    [Theory]
    [InlineData(ReferralState.Waiting, false, false, "They have not answered yet. You have waited for 1,204 days.")]
    [InlineData(ReferralState.Waiting, true, false, "They have not got it, because you keep it from them. "
        + "You can let it through. You have waited for 1,204 days.")]
    [InlineData(ReferralState.MoreAsked, false, false, "They asked to be told more before they say yes or no. "
        + "You have waited for 1,204 days.")]
    [InlineData(ReferralState.MoreAsked, true, false, "They asked for more. Now they see nothing of it, because you "
        + "keep it from them. You have waited for 1,204 days.")]
    [InlineData(ReferralState.Accepted, false, false, "They said yes.")]
    [InlineData(ReferralState.Declined, false, false, "They said no. They say why: We have no room.")]
    [InlineData(ReferralState.Withdrawn, false, false, "It was taken back.")]
    [InlineData(ReferralState.Redirected, false, false, "They passed it on to Carers, Tayview.")]
    [InlineData(ReferralState.Completed, false, false, "They said yes, and later what came of it.")]
    [InlineData(ReferralState.Waiting, false, true, "They gave no answer.")]
    [InlineData(ReferralState.MoreAsked, true, true, "They gave no answer.")]
    public void Each_state_has_its_words(ReferralState state, bool held, bool died, string words)
    {
        var shown = new Wire.Referral { ToTeam = Stoma, HeldBack = held, WaitingDays = 1204 };
        shown.Turns.Add(new Wire.ReferralTurn { ToTeam = Carers });

        Assert.Equal($"You asked Stoma care, Lochside, on 3 May 2026 to help you. {words}", ReferralSentence.Of(
            shown, new Referral { State = state, HappenedOn = Day, DeclineReason = "We have no room." }, you: true, died));
    }

    [Theory]
    [InlineData(true, null, true, "Carers, Tayview, asked Stoma care, Lochside, on 3 May 2026 to help you.")]
    [InlineData(true, null, false, "Carers, Tayview, asked Stoma care, Lochside, on 3 May 2026 to help the person.")]
    [InlineData(false, Speaker.Person, false,
        "The person asked Stoma care, Lochside, on 3 May 2026 to help them.")]
    [InlineData(false, Speaker.Representative, true,
        "Somebody who acts for you asked Stoma care, Lochside, on 3 May 2026 to help you.")]
    [InlineData(false, Speaker.Representative, false,
        "Somebody who acts for the person asked Stoma care, Lochside, on 3 May 2026 to help them.")]
    public void It_says_who_asked_whom(bool byTeam, Speaker? by, bool you, string words)
    {
        var shown = new Wire.Referral { ToTeam = Stoma, FromTeam = byTeam ? Carers : null };

        Assert.Equal($"{words} They said yes.", ReferralSentence.Of(shown,
            new Referral { State = ReferralState.Accepted, HappenedOn = Day, SaidBy = by }, you));
    }

    [Theory]
    [InlineData(0, true, "It was made today.")]
    [InlineData(1, true, "You have waited for 1 day.")]
    [InlineData(2, false, "The person has waited for 2 days.")]
    public void Waiting_is_counted_in_days(int days, bool you, string words) => Assert.EndsWith(
        $"They have not answered yet. {words}", ReferralSentence.Of(new() { ToTeam = Stoma, WaitingDays = days },
            new Referral { State = ReferralState.Waiting, HappenedOn = Day }, you), StringComparison.Ordinal);
}
