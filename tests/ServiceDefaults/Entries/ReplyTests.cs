using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Tests.Entries;

/// <summary>What becomes of a correction that was asked for, without a database.</summary>
public sealed class ReplyTests
{
    private static readonly Guid Team = Guid.NewGuid();

    [Theory]
    [InlineData("2026-01-15T12:00:00Z", "2026-02-15")]
    [InlineData("2026-01-31T12:00:00Z", "2026-02-28")]
    // In Scotland it was the 1st already.
    [InlineData("2026-06-30T23:30:00Z", "2026-08-01")]
    public void It_is_to_be_answered_within_a_calendar_month(string asked, string by)
    {
        var correction = Asked(DateTimeOffset.Parse(asked, null));

        Assert.Equal(DateOnly.ParseExact(by, "yyyy-MM-dd"), correction.AnswerBy);
    }

    [Fact]
    public void It_is_overdue_when_the_day_is_over_and_never_once_it_is_answered()
    {
        var correction = Asked(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));
        var day = new DateOnly(2026, 2, 15);

        Assert.False(correction.IsOverdue(day));
        Assert.True(correction.IsOverdue(day.AddDays(1)));
        Assert.False(correction.Answered(Team, CorrectionAnswer.Agreed, "Right.", correction.RecordedAt)
            .IsOverdue(day.AddDays(1)));
        Assert.False((correction with { State = 0 }).IsOverdue(day.AddDays(1)));
    }

    [Theory]
    [InlineData(CorrectionAnswer.Agreed, CorrectionState.Agreed)]
    [InlineData(CorrectionAnswer.NotAgreed, CorrectionState.NotAgreed)]
    public void The_team_that_was_asked_answers_once(CorrectionAnswer answer, CorrectionState state)
    {
        var asked = Asked(DateTimeOffset.UnixEpoch);

        var answered = asked.Answered(Team, answer, "Because.", DateTimeOffset.UnixEpoch.AddDays(1));

        Assert.Equal(asked with
        {
            Version = 2,
            State = state,
            Answer = "Because.",
            AnsweredAt = DateTimeOffset.UnixEpoch.AddDays(1),
        }, answered);
        Assert.Equal("ALREADY_ANSWERED", Assert.Throws<Problem>(
            () => answered.Answered(Team, answer, "Again.", DateTimeOffset.UnixEpoch)).Reason);
    }

    [Fact]
    public void Nobody_else_answers()
    {
        var asked = Asked(DateTimeOffset.UnixEpoch);

        foreach (var other in new Guid?[] { Guid.NewGuid(), null })
        {
            Assert.Equal("NOT_THE_TEAM_ASKED", Assert.Throws<Problem>(
                () => asked.Answered(other, CorrectionAnswer.Agreed, "Right.", DateTimeOffset.UnixEpoch)).Reason);
        }
    }

    private static PersonalOutcomes.Entries.Reply Asked(DateTimeOffset at) => new(Guid.NewGuid(), Guid.NewGuid(), null,
        false, false, 1, Guid.NewGuid(), "It was a Tuesday.", Vocabularies.Speaker.Person, null, ["own_sign_in"],
        Vocabularies.Writer.Person, false, at, Team, CorrectionState.Asked, null, null);
}
