using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Sharing.V1;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>What somebody who has a minute needs, made from what the caller may see and nothing else.</summary>
public static class Glance
{
    private const int AtMost = 5;

    /// <summary>The glance at a record.</summary>
    public static Wire.Glance Of(Wire.GetRecordResponse record) => new()
    {
        DiedOn = record.Person?.DiedOn ?? "",
        PreferredName = record.Person?.Names?.PreferredName ?? "",
        // With somebody who died nobody speaks any more; their door may still be rung.
        CommunicationNeeds = { record.Person is { DiedOn: "" } ? record.Person.CommunicationNeeds : [] },
        AboutMe =
        {
            record.Person is { DiedOn: "" } ? record.AboutMe.Where(a => a.AtAGlance).Take(AtMost) : [],
        },
        SafeContacts = { record.Person?.SafeContacts ?? [] },
        Purpose = record.Purpose?.Words ?? "",
        WhatMatters = { WhatMatters(record).Take(AtMost) },
        Involved = { record.Involvements.Select(Team) },
    };

    /// <summary>A team that is involved, with who of it works with the person.</summary>
    public static Wire.Involved Team(Involvement involvement) => new()
    {
        TeamName = involvement.Team?.Name ?? "",
        AgencyName = involvement.Team?.AgencyName ?? "",
        Practitioners = { involvement.Practitioners },
    };

    private static IEnumerable<Wire.WhatMatters> WhatMatters(Wire.GetRecordResponse record)
    {
        // What cannot be achieved matters as before, and stands where the person put it. A carer's own is another's.
        var own = record.Outcomes.Where(o => o.Whose != Whose.Carer).ToList();
        var outcomes = own.Where(o => o.State is OutcomeState.Agreed or OutcomeState.CannotBeAchieved)
            .Concat(own.Where(o => o.State == OutcomeState.Proposed))
            .Select(o => new Wire.WhatMatters
            {
                Words = o.Statement,
                IsPersonsVoice = o.Voice?.IsPersonsVoice ?? false,
                SaidByName = o.Voice?.SaidByName ?? "",
                OutcomeId = o.OutcomeId,
                CannotBeAchieved = o.State == OutcomeState.CannotBeAchieved,
            }).ToList();
        // Without an outcome: what the person says today. Another's view would pass for theirs up here.
        return outcomes.Count > 0 ? outcomes : record.Views
            .Where(v => v is { Kind: ViewKind.WhatMatters, SaidAnew: false, Voice.IsPersonsVoice: true }
                && v.WhatMatters.Length > 0)
            .Select(v => new Wire.WhatMatters
            {
                Words = v.WhatMatters,
                IsPersonsVoice = true,
                ViewId = v.ViewId,
            });
    }
}
