using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

/// <summary>Teams that are involved with a person, brought about by the public rpcs.</summary>
internal static class Involved
{
    /// <summary>Somebody's team becomes involved, by a referral that they accept.</summary>
    public static async Task<V1.Involvement> InvolveAsync(this Town town, Caller by, string personId, Caller next)
    {
        var made = await by.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = await town.Setting.TeamOfAsync(next.User),
            ReasonWhatMatters = "To stay where she is.",
            HappenedOn = town.Today,
            WithThePersonsSay = Say("Aye, ask them."),
        });
        return (await next.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.Referral.ReferralId,
            Practitioners = { new Practitioner { Role = "", Offer = "A look at the stairs." } },
        })).Involvement;
    }

    /// <summary>What the person said, spoken.</summary>
    public static PersonsSay Say(string said, Speaker by = Speaker.Person, string how = "spoken") => new()
    {
        Voice = new Voice { SaidBy = by, SaidByName = by == Speaker.Person ? "" : "Ann", How = { how } },
        Said = said,
    };

    /// <summary>Who is involved, as this caller sees it.</summary>
    public static async Task<List<V1.Involvement>> InvolvedAsync(this Caller caller, string personId) =>
        [.. (await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements];

    /// <summary>The caller's own team's.</summary>
    public static async Task<V1.Involvement> OwnAsync(this Town town, Caller caller, string personId)
    {
        var team = await town.Setting.TeamOfAsync(caller.User);
        return (await caller.InvolvedAsync(personId)).Single(i => i.Team.TeamId == team);
    }

    /// <summary>The team that leads, as this caller sees it; empty when none does.</summary>
    public static async Task<string> LeadsAsync(this Caller caller, string personId) =>
        (await caller.InvolvedAsync(personId)).SingleOrDefault(i => i.IsLead)?.Team.TeamId ?? "";

    /// <summary>What Sharing's journal holds about somebody, oldest first.</summary>
    public static async Task<List<string>> JournalAsync(this Town town, string personId)
    {
        var database = town.Platform.Services("sharing").GetRequiredService<IDatabase>();
        await using var work = await database.ReadAsync(Call.Own("Asked", town.Platform.Time));
        return await work.ManyAsync<string>(
            "SELECT Type FROM Journal WHERE Stream = @stream ORDER BY Position", new { stream = Guid.Parse(personId) });
    }
}
