using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Records.V1;
using Conversation = PersonalOutcomes.Conversations.V1;

namespace PersonalOutcomes.Gateway;

public sealed class GlanceTests
{
    [Fact]
    public void What_is_agreed_stands_before_what_waits_and_what_is_set_aside_is_left_out()
    {
        var record = new GetRecordResponse
        {
            Outcomes = { Said("waits", OutcomeState.Proposed), Said("agreed", OutcomeState.Agreed),
                Said("set aside", OutcomeState.SetAside) },
            Views = { Held("a view", persons: true) },
        };

        Assert.Equal(["agreed", "waits"], Gateway.Glance.Of(record).WhatMatters.Select(w => w.Words));
    }

    [Fact]
    public void What_cannot_be_achieved_matters_as_before_and_says_that_it_cannot()
    {
        var record = new GetRecordResponse
        {
            Outcomes = { Said("lost", OutcomeState.CannotBeAchieved), Said("agreed", OutcomeState.Agreed) },
        };

        Assert.Equal([("lost", true), ("agreed", false)],
            Gateway.Glance.Of(record).WhatMatters.Select(w => (w.Words, w.CannotBeAchieved)));
    }

    [Fact]
    public void Without_outcomes_the_persons_own_words_of_today_stand_there_and_no_proxys()
    {
        var anew = Held("what I said before", persons: true);
        anew.SaidAnew = true;
        var concern = Held("a worry", persons: true);
        concern.Kind = Conversation.ViewKind.Concern;
        var record = new GetRecordResponse
        {
            Views = { Held("to get home", persons: true), Held("she should rest", persons: false), anew, concern },
        };

        var matters = Assert.Single(Gateway.Glance.Of(record).WhatMatters);

        Assert.Equal(("to get home", true), (matters.Words, matters.IsPersonsVoice));
    }

    [Fact]
    public void A_proxys_words_never_pass_for_the_persons()
    {
        var record = new GetRecordResponse { Outcomes = { Said("he wants peace", OutcomeState.Agreed) } };
        record.Outcomes[0].Voice = new Voice { SaidBy = Speaker.Family, SaidByName = "his wife Ann" };

        var matters = Assert.Single(Gateway.Glance.Of(record).WhatMatters);

        Assert.Equal((false, "his wife Ann"), (matters.IsPersonsVoice, matters.SaidByName));
    }

    [Fact]
    public void A_glance_holds_five_things_at_most()
    {
        var record = new GetRecordResponse();
        record.Outcomes.AddRange(Enumerable.Range(0, 7).Select(i => Said($"{i}", OutcomeState.Agreed)));

        Assert.Equal(5, Gateway.Glance.Of(record).WhatMatters.Count);
    }

    [Fact]
    public void Of_somebody_who_died_it_says_the_day_and_no_more_how_to_speak_with_them()
    {
        var record = new GetRecordResponse
        {
            Person = new()
            {
                DiedOn = "2026-05-03",
                CommunicationNeeds = { new People.V1.CommunicationNeeds { Aids = "picture cards" } },
                SafeContacts = { new People.V1.SafeContact { Never = "never a letter" } },
            },
            Outcomes = { Said("agreed", OutcomeState.Agreed) },
        };

        var glance = Gateway.Glance.Of(record);

        Assert.Equal(("2026-05-03", "agreed"), (glance.DiedOn, Assert.Single(glance.WhatMatters).Words));
        Assert.Empty(glance.CommunicationNeeds);
        Assert.Single(glance.SafeContacts);
    }

    [Fact]
    public void Of_nothing_there_is_an_empty_glance() =>
        Assert.Equal(new Records.V1.Glance(), Gateway.Glance.Of(new GetRecordResponse()));

    private static Outcome Said(string words, OutcomeState state) => new()
    {
        Statement = words,
        State = state,
        Voice = new Voice { SaidBy = Speaker.Person, IsPersonsVoice = true },
    };

    private static Conversation.View Held(string words, bool persons) => new()
    {
        Kind = Conversation.ViewKind.WhatMatters,
        WhatMatters = words,
        Voice = new Conversation.Voice { IsPersonsVoice = persons },
    };
}
