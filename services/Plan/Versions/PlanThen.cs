using PersonalOutcomes.Vocabularies;

namespace PersonalOutcomes.Plans;

/// <summary>One change of a plan, in a plain sentence, and of which item.</summary>
public sealed record PlanChanged(string Sentence, Guid? Item);

/// <summary>
/// A plan as one viewer sees it at one time, and what changed in it since another time: in sentences of
/// <c>vocabulary/versions.tsv</c>, with people's own words as they are. No sentence, no version.
/// </summary>
public sealed record PlanThen(
    IReadOnlyList<Outcome> Outcomes, IReadOnlyList<Step> Steps, Purpose? Purpose, IReadOnlyList<Block> Blocks,
    IReadOnlyDictionary<Guid, OutcomeLead> Leads, Ranking? Ranking)
{
    private static readonly Vocabulary Sentences = Vocabulary.Of(typeof(PlanThen).Assembly, "versions");

    /// <summary>Before anybody had said anything.</summary>
    public static PlanThen Empty { get; } = new([], [], null, [], new Dictionary<Guid, OutcomeLead>(), null);

    /// <summary>What changed since then.</summary>
    /// <param name="before">The plan as the same viewer saw it earlier.</param>
    /// <param name="isPerson">The viewer is the person, and is told so.</param>
    public IEnumerable<PlanChanged> Since(PlanThen before, bool isPerson)
    {
        if (Purpose is { } purpose && purpose.Id != before.Purpose?.Id)
        {
            yield return Of("purpose_said", purpose.Id, purpose.Words, Who(purpose.Voice, isPerson));
        }
        if (Purpose is { Agreement: not null } agreed
            && (agreed.Id != before.Purpose?.Id || before.Purpose.Agreement is null))
        {
            yield return Of("purpose_agreed", agreed.Id, agreed.Words);
        }
        var earlier = before.Outcomes.ToDictionary(o => o.Id);
        var byId = Outcomes.ToDictionary(o => o.Id);
        var steps = before.Steps.ToDictionary(s => s.Id);
        var blocks = before.Blocks.Select(b => b.Id).ToHashSet();
        var changed = Outcomes.OrderBy(o => o.RecordedAt)
            .SelectMany(o => Of(o, earlier.GetValueOrDefault(o.Id), isPerson))
            .Concat(from block in Blocks
                    where !blocks.Contains(block.Id)
                        && byId.ContainsKey(block.BlockedId) && byId.ContainsKey(block.OutcomeId)
                    select Of("block_added", block.BlockedId, byId[block.BlockedId].Statement,
                        other: byId[block.OutcomeId].Statement))
            .Concat(from outcome in Outcomes
                    let lead = Leads.GetValueOrDefault(outcome.Id)
                    where lead is not null && lead.Id != before.Leads.GetValueOrDefault(outcome.Id)?.Id
                    select Of("lead_named", outcome.Id, outcome.Statement, lead.Who))
            .Concat(InOrderSince(before, earlier))
            .Concat(Steps.OrderBy(s => s.RecordedAt)
                .SelectMany(s => Of(s, steps.GetValueOrDefault(s.Id))));
        foreach (var change in changed)
        {
            yield return change;
        }
    }

    // An order is new where outcomes that were there before stand otherwise to each other: what was only added, or
    // what this viewer does not see, moves none.
    private IEnumerable<PlanChanged> InOrderSince(PlanThen before, IReadOnlyDictionary<Guid, Outcome> earlier)
    {
        if (Ranking?.Id != before.Ranking?.Id)
        {
            var (was, now) = (before.Ranked().ToList(), Ranked().ToList());
            var both = was.Intersect(now).ToHashSet();
            if (!now.Where(both.Contains).SequenceEqual(was.Where(both.Contains)))
            {
                yield return new PlanChanged(Said("order_changed"), null);
            }
        }
        foreach (var outcome in Outcomes)
        {
            var pressed = earlier.TryGetValue(outcome.Id, out var then) && Ranking.IsCritical(before.Ranking, then);
            if (outcome.State != OutcomeState.SetAside && Ranking.IsCritical(Ranking, outcome) != pressed)
            {
                yield return Of(pressed ? "pressing_no_more" : "most_pressing", outcome.Id, outcome.Statement);
            }
        }
    }

    private IEnumerable<Guid> Ranked() =>
        Ranking.InOrder(Ranking, Outcomes.Where(o => o.State != OutcomeState.SetAside)).Select(o => o.Id);

    private static IEnumerable<PlanChanged> Of(Outcome now, Outcome? before, bool isPerson)
    {
        var anew = before is not null
            && (now.Statement, now.Why, now.RecordedAt) != (before.Statement, before.Why, before.RecordedAt);
        if (before is null || anew)
        {
            yield return Of(anew ? "outcome_anew" : "outcome_added", now.Id, now.Statement, Who(now.Voice, isPerson));
        }
        if (now.Agreement is not null && (anew || before?.Agreement is null))
        {
            yield return Of("outcome_agreed", now.Id, now.Statement);
        }
        if (now.State == OutcomeState.SetAside && before?.State != OutcomeState.SetAside)
        {
            yield return Of("outcome_set_aside", now.Id, now.Statement);
        }
        if (now.CannotRecordedAt is { } said && said != before?.CannotRecordedAt)
        {
            yield return Of("outcome_cannot", now.Id, now.Statement);
        }
        if (now.CannotRecordedAt is null && before?.CannotRecordedAt is not null)
        {
            yield return Of("outcome_can_again", now.Id, now.Statement);
        }
    }

    private static IEnumerable<PlanChanged> Of(Step now, Step? before)
    {
        var isDone = now.State == StepState.Done;
        if (before is null)
        {
            yield return Of(isDone ? "step_was_done" : "step_added", now.Id, now.What, Who(now));
            yield break;
        }
        if ((now.Party, now.Who, now.TakenByTeamId) != (before.Party, before.Who, before.TakenByTeamId))
        {
            yield return Of("step_taken_over", now.Id, now.What, Who(now));
        }
        if (isDone && before.State != StepState.Done)
        {
            yield return Of("step_done", now.Id, now.What);
        }
    }

    private static PlanChanged Of(string code, Guid item, string what, string who = "", string other = "")
    {
        var sentence = Said(code).Replace("{who}", who).Replace("{other}", Ended(other)).Replace("{what}", Ended(what));
        return new PlanChanged(char.ToUpperInvariant(sentence[0]) + sentence[1..], item);
    }

    private static string Said(string code) => Sentences[code]!["sentence"];

    // A sentence ends with what somebody said, whether or not they ended theirs.
    private static string Ended(string words) =>
        words.TrimEnd() is var said && said.Length > 0 && !".!?".Contains(said[^1]) ? said + "." : said;

    private static string Who(Step step) =>
        step.Who.Length > 0 ? step.Who : Said("person").ToLowerInvariant();

    // What came by other ways than from the person passes for nobody's voice.
    private static string Who(Voice voice, bool isPerson) =>
        voice is { SaidBy: Speaker.Person, IsPersons: false } ? Said("other")
        : voice.SaidByName is { Length: > 0 } name ? name
        : Said(voice.SaidBy == Speaker.Person && isPerson ? "self" : voice.SaidBy.ToString().ToLowerInvariant());
}
