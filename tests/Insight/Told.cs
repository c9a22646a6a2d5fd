using PersonalOutcomes.Events;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>Something that a source told: the event, whom or what it is about, and when it was recorded.</summary>
internal sealed record Told(string Source, Guid Stream, object Event, DateTimeOffset At, Guid? Team = null);

/// <summary>What the sources tell of an invented town, as they would.</summary>
internal sealed class Town
{
    private readonly List<Told> _told = [];

    public IReadOnlyList<Told> Told => _told;

    public Guid AddTeam(Guid agencyId, DateOnly from)
    {
        var team = Guid.NewGuid();
        Tell("sharing", agencyId, from,
            new StaffJoined("https://issuer/", $"of {team:N}", team, agencyId, "staff", Noon(from)));
        return team;
    }

    public Guid AddPerson(DateOnly from, Guid agencyId, params Guid[] teams)
    {
        var person = Guid.NewGuid();
        foreach (var team in teams)
        {
            Tell("person", person, from, new PersonRegistered(person, team, agencyId, "https://issuer/", "somebody"));
            Tell("sharing", person, from,
                new InvolvementOpened(Guid.NewGuid(), person, team, "support", Noon(from)));
        }
        return person;
    }

    /// <summary>An outcome in the person's own words or somebody else's, which the person agrees.</summary>
    public Guid AddOutcome(Guid person, DateOnly day, bool own, params Guid[] withheldFrom) =>
        AddOutcomeBy(null, person, day, own, withheldFrom);

    /// <summary>The same, written down by a team.</summary>
    public Guid AddOutcomeBy(Guid? team, Guid person, DateOnly day, bool own, params Guid[] withheldFrom)
    {
        var outcome = Guid.NewGuid();
        Tell("plan", person, day,
            new OutcomeProposed(outcome, person, own ? "keep" : null, own, null, withheldFrom), team);
        Tell("plan", person, day, new OutcomeAgreed(outcome, person, "person", day));
        return outcome;
    }

    public void Tell(string source, Guid stream, DateOnly day, object happened, Guid? team = null) =>
        _told.Add(new Told(source, stream, happened, Noon(day), team));

    public static DateTimeOffset Noon(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    /// <summary>A little of everything that is followed, about a few people, at random.</summary>
    public static Town Any(Random random, int people)
    {
        var town = new Town();
        var agencies = new[] { Guid.NewGuid(), Guid.NewGuid() };
        var day = new DateOnly(2026, 3, 1);
        var teams = agencies.Select(a => town.AddTeam(a, day)).ToArray();
        town.Tell("sharing", agencies[0], day, new TeamAdded(Guid.NewGuid(), agencies[0]));
        for (var i = 0; i < people; i++)
        {
            var (which, on) = (random.Next(2), day.AddDays(random.Next(60)));
            var (team, person) = (teams[which], town.AddPerson(on, agencies[which], teams[which]));
            var withheld = random.Next(3) == 0 ? new[] { teams[1 - which] } : [];
            var (conversation, view, review) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
            town.Tell("conversation", person, on,
                new ConversationRecorded(conversation, person, on, [team], random.Next(2) == 0, withheld));
            town.Tell("conversation", person, on.AddDays(1), new ViewRecorded(view, conversation, person, "person",
                ["spoken"], true, withheld, random.Next(2) == 0 ? "what_matters" : "concern", null));
            town.Tell("conversation", person, on.AddDays(1),
                new ReflectedBack(Guid.NewGuid(), conversation, person, "agreed"));
            var outcome = town.AddOutcomeBy(team, person, on, random.Next(2) == 0, withheld);
            town.Tell("plan", person, on.AddDays(3), new OutcomeRevised(outcome, person, true, [teams[1 - which]]));
            town.Tell("plan", person, on.AddDays(4),
                new OutcomeAgreed(outcome, person, "could_not_say", on.AddDays(4)));
            town.Tell("plan", person, on, new StepAdded(
                Guid.NewGuid(), person, random.Next(2) == 0 ? outcome : null, "family", null, false, withheld));
            town.Tell("review", person, on.AddDays(20), new ReviewRecorded(review, person, on.AddDays(20), [team],
                [
                    new OutcomeReviewed(outcome, "better", random.Next(2) == 0 ? "partly" : null, null, 1, 0),
                    new OutcomeReviewed(Guid.NewGuid(), "same", null, null, 0, 0),
                ], random.Next(2), random.Next(2), random.Next(2) == 0 ? null : true, null, withheld));
            town.Tell("plan", person, on, new ItemWithheld(outcome, person, [teams[which]]));
            if (random.Next(2) == 0)
            {
                town.Tell("plan", person, on, new ItemShown(outcome, person, [teams[which]]));
            }
            if (random.Next(4) == 0)
            {
                town.Tell("plan", person, on.AddDays(5), new EnteredInError(outcome, person));
                town.Tell("review", person, on.AddDays(21), new EnteredInError(review, person));
            }
            if (random.Next(3) == 0)
            {
                town.Tell("sharing", person, on, new InvolvementMadePrivate(Guid.NewGuid(), person, team));
            }
            if (random.Next(5) == 0)
            {
                town.Tell("sharing", person, on.AddDays(9), new InvolvementShown(Guid.NewGuid(), person, team));
            }
            if (random.Next(2) == 0)
            {
                var kept = Guid.NewGuid();
                town.Tell("sharing", person, on, new RestrictionSet(
                    kept, person, random.Next(2) == 0 ? team : agencies[which], random.Next(2) == 0 ? null : "step"));
                town.Tell("sharing", person, on, new RestrictionsLifted(person, []));
                town.Tell("sharing", person, on,
                    new RestrictionsLifted(person, random.Next(2) == 0 ? [kept] : [kept, Guid.NewGuid()]));
            }
            if (random.Next(3) == 0)
            {
                var opened = (InvolvementOpened)town._told.Last(t => t.Event is InvolvementOpened).Event;
                town.Tell("sharing", person, on.AddDays(30),
                    new InvolvementEnded(opened.InvolvementId, person, team, Noon(on.AddDays(30))));
            }
        }
        return town;
    }
}
