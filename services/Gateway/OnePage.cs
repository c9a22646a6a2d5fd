using System.Globalization;
using System.Text.RegularExpressions;
using PersonalOutcomes.People.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Vocabularies;
using Speaker = PersonalOutcomes.Plans.V1.Speaker;
using Voice = PersonalOutcomes.Plans.V1.Voice;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>
/// The plan on one page: what stands on it here, how it is printed and read aloud in the files beside. Our own words
/// are all in vocabulary/one_page.tsv, in the present and, of somebody who died, in the past.
/// </summary>
public static partial class OnePage
{
    private const int MostOutcomes = 6, MostSteps = 4, MostTeams = 8;
    private static readonly Vocabulary Lines = Vocabulary.Of(typeof(OnePage).Assembly, "one_page");

    /// <summary>What to know before it is printed.</summary>
    public static string BeforePrinting => Lines["before"]!["words"];

    /// <summary>What stands on the page, made from what the caller may see and nothing else.</summary>
    public static Wire.OnePage Of(Person person, IReadOnlyCollection<Involvement> involvements, GetPlanResponse plan,
        DateOnly today)
    {
        var name = person.Names?.PreferredName ?? "";
        var died = person.DiedOn.Length > 0;
        var involved = involvements.Where(i => !i.IsSecret).ToList();
        var open = involved.Select(i => i.Team.TeamId).ToHashSet();
        // Whose involvement is over may have been a secret, which nobody tells any more: a team that is openly here is
        // printed and no other. What ended undone with the person is nobody's any more.
        var steps = plan.Steps
            .Where(s => (s.TeamId.Length == 0 || open.Contains(s.TeamId)) && s.State != StepState.Ended)
            .OrderBy(s => s.State == StepState.Done).ToList();
        // A carer's own is not what matters to the person.
        var outcomes = plan.Outcomes.Where(o => o.State != OutcomeState.SetAside && o.Whose != Whose.Carer).ToList();
        var shown = outcomes.Take(MostOutcomes).ToList();
        var words = plan.Outcomes.ToDictionary(o => o.OutcomeId, o => o.Statement);
        var towards = steps.ToLookup(s => s.OutcomeId);
        var others = steps.Where(s => !outcomes.Exists(o => o.OutcomeId == s.OutcomeId)).ToList();

        return new Wire.OnePage
        {
            PreferredName = name,
            AsOf = Written(today),
            DiedOn = person.DiedOn,
            Purpose = plan.Purpose?.Words ?? "",
            Outcomes =
            {
                shown.Select(o => new Wire.OnePageOutcome
                {
                    OutcomeId = o.OutcomeId,
                    Words = o.Statement,
                    Why = o.Why,
                    Said = Said(o.Voice, name, died),
                    Critical = o.Critical,
                    CannotReason = o.CannotBeAchieved?.Reason ?? "",
                    WaitsForAgreement = o.State == OutcomeState.Proposed,
                    BlockedBy = { o.BlockedBy.Where(words.ContainsKey).Select(b => words[b]) },
                    Steps = { towards[o.OutcomeId].Take(MostSteps).Select(s => Step(s, name, involved)) },
                    MoreSteps = Math.Max(0, towards[o.OutcomeId].Count() - MostSteps),
                }),
            },
            MoreOutcomes = outcomes.Count - shown.Count,
            OtherSteps = { others.Take(MostSteps).Select(s => Step(s, name, involved)) },
            MoreOtherSteps = Math.Max(0, others.Count - MostSteps),
            Involved = { involved.Take(MostTeams).Select(Glance.Team) },
            Notice = Lines["held_back"]!["words"],
        };
    }

    private static string Said(Voice voice, string name, bool died)
    {
        var code = voice switch
        {
            { IsPersonsVoice: true } => "said",
            { SaidBy: Speaker.Person } => "told",
            { SaidBy: Speaker.Practitioner } => "staff",
            { SaidByName.Length: > 0 } => "said",
            { SaidBy: Speaker.Representative } => "acts",
            _ => "told",
        };
        var who = code == "said" && !voice.IsPersonsVoice ? voice.SaidByName : name;
        return Filled(code, died, ("name", Capital(who)));
    }

    private static Wire.OnePageStep Step(Step step, string name, List<Involvement> involved)
    {
        var team = involved.Find(i => i.Team.TeamId == step.TeamId)?.Team.Name ?? "";
        var done = step.State == StepState.Done;
        string[] when =
        [
            step.When, step.Where,
            done ? Filled("done", false, ("day", Day(step.DoneOn)))
                : step.DueOn.Length > 0 ? Filled("by", false, ("day", Day(step.DueOn))) : "",
        ];
        return new Wire.OnePageStep
        {
            StepId = step.StepId,
            Who = step.Who.Length > 0 ? step.Who : step.Party == Party.Person ? name : team,
            What = step.What,
            WhenAndWhere = string.Join(", ", when.Where(w => w.Length > 0)),
            Done = done,
        };
    }

    // Each place is filled once, so that nothing in somebody's words is taken for a place to fill.
    private static string Filled(string code, bool died, params (string Place, string Words)[] values) =>
        Place().Replace(Lines[code]![died ? "then" : "words"],
            place => Array.Find(values, v => v.Place == place.Groups[1].Value).Words);

    private static string Filled(string code, Wire.OnePage page, int count = 0) => Filled(code, page.DiedOn.Length > 0,
        ("name", page.PreferredName), ("count", count.ToString(CultureInfo.InvariantCulture)),
        ("day", Day(page.DiedOn.Length > 0 ? page.DiedOn : page.AsOf)));

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Day(string day) => day.Length == 0 ? "" : DateOnly.Parse(day, CultureInfo.InvariantCulture)
        .ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Capital(string words) =>
        words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();
}
