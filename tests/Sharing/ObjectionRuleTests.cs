using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Sharing;

public sealed class ObjectionRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private static readonly Voice Spoken = new(Speaker.Person, null, ["spoken"], Writer.Practitioner);
    private static readonly string[] Verbs = ["duty", "uphold", "refuse", "withdraw"];

    // By state: whether it hides, and what becomes of it by each verb in the order above.
    public static TheoryData<ObjectionState, bool, string[]> Life => new()
    {
        { ObjectionState.Waiting, true, ["WaitingUnderADuty", "Upheld", "NotUpheld", "Withdrawn"] },
        { ObjectionState.WaitingUnderADuty, false, ["DUTY_RECORDED", "Upheld", "NotUpheld", "Withdrawn"] },
        { ObjectionState.Upheld, true, ["ALREADY_DECIDED", "ALREADY_DECIDED", "ALREADY_DECIDED", "Withdrawn"] },
        { ObjectionState.NotUpheld, false, ["ALREADY_DECIDED", "ALREADY_DECIDED", "ALREADY_DECIDED", "NOT_UPHELD"] },
        {
            ObjectionState.Withdrawn, false,
            ["ALREADY_WITHDRAWN", "ALREADY_WITHDRAWN", "ALREADY_WITHDRAWN", "ALREADY_WITHDRAWN"]
        },
    };

    [Theory, MemberData(nameof(Life))]
    public void Each_verb_leads_from_a_state_to_the_next_or_says_why_not(
        ObjectionState state, bool hides, string[] answers)
    {
        var objection = new Objection { State = state, Version = 3 };

        Assert.Equal(hides, objection.Hides);
        Assert.Equal(Verbs.Zip(answers), Verbs.Select(verb => (verb, Answer(objection, verb))));
    }

    [Fact]
    public void The_state_table_names_every_state() =>
        Assert.Equal(Enum.GetValues<ObjectionState>().Order(), Life.Select(row => (ObjectionState)row[0]).Order());

    [Fact]
    public void What_was_said_stays_with_it()
    {
        var objection = new Objection { State = ObjectionState.Waiting, Version = 1 };

        var under = objection.UnderADuty("A child protection order.");
        var decided = under.Decide(true, "You are right.", Now);
        var withdrawn = decided.Withdraw(Spoken);

        Assert.Equal((2, "A child protection order."), (under.Version, under.Duty));
        Assert.Equal((3, "A child protection order.", "You are right.", Now),
            (decided.Version, decided.Duty, decided.Decision, decided.DecidedAt));
        Assert.Equal((4, "You are right."), (withdrawn.Version, withdrawn.Decision));
        Assert.Equal(["spoken"], withdrawn.WithdrawnHow!);
    }

    [Theory]
    [InlineData(ObjectionState.Waiting, 0, false)]
    [InlineData(ObjectionState.Waiting, 1, true)]
    [InlineData(ObjectionState.WaitingUnderADuty, 1, true)]
    [InlineData(ObjectionState.Upheld, 1, false)]
    [InlineData(ObjectionState.Withdrawn, 1, false)]
    public void It_is_overdue_the_day_after_its_day_while_it_waits(ObjectionState state, int daysAfter, bool overdue)
    {
        var objection = new Objection { State = state, DueOn = new(2026, 4, 11) };

        Assert.Equal(overdue, objection.IsOverdue(new DateOnly(2026, 4, 11).AddDays(daysAfter)));
    }

    private static string Answer(Objection objection, string verb)
    {
        try
        {
            var next = verb switch
            {
                "duty" => objection.UnderADuty("The law."),
                "uphold" => objection.Decide(true, "Yes.", Now),
                "refuse" => objection.Decide(false, "No.", Now),
                _ => objection.Withdraw(Spoken),
            };
            Assert.Equal(objection.Version + 1, next.Version);
            return next.State.ToString();
        }
        catch (Problem refused)
        {
            return refused.Reason;
        }
    }
}
