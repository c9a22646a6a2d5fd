using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Records.V1;
using Conversation = PersonalOutcomes.Conversations.V1;
using Review = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.Cli.Stories;

/// <summary>A person's record as plain lines: what matters first, everybody's words with who said them.</summary>
public static class RecordPrinter
{
    /// <summary>The lines, for a terminal or a test.</summary>
    public static IEnumerable<string> Lines(string title, string reader, GetRecordResponse record)
    {
        var outcomes = record.Outcomes.ToDictionary(o => o.OutcomeId);
        var words = record.Views.ToDictionary(v => v.ViewId, v => v.WhatMatters);
        var teams = record.Involvements.Select(i => i.Team).DistinctBy(t => t.TeamId)
            .ToDictionary(t => t.TeamId, t => t.Name);
        foreach (var conversation in record.Conversations)
        {
            words[conversation.ConversationId] = conversation.WhatWasSaid;
        }

        yield return "";
        var died = record.Glance.DiedOn.Length > 0;
        yield return $"=== {title}: the record of {record.Glance.PreferredName}"
            + $"{(died ? $", who died on {record.Glance.DiedOn}" : "")}, as {reader} reads it ===";
        yield return "  Purpose: " + Or(record.Glance.Purpose, died ? "not put into words" : "not put into words yet");
        foreach (var involvement in record.Involvements)
        {
            yield return $"  {(died ? "Was involved" : "Involved")}: {involvement.Team.Name}, "
                + involvement.Team.AgencyName
                + string.Concat(involvement.Practitioners.Select(p => $"; {p.Name}: {Offer(p.Offer, p.Role, died)}"));
            if (involvement.ReferredOn.Length > 0)
            {
                yield return $"      passed on to {involvement.Team.Name} on {involvement.ReferredOn} by "
                    + (involvement.ReferredBy is { } by ? $"{by.Name}, {by.AgencyName}" : "the person themselves");
            }
        }
        yield return $"  ({record.Notice})";

        foreach (var own in record.AboutMe)
        {
            yield return $"  {own.Title}: \"{own.Words}\"";
        }
        yield return died ? "  What mattered" : "  What matters";
        foreach (var view in record.Views)
        {
            yield return $"    - \"{view.WhatMatters}\" ({Who(view.Voice, teams.GetValueOrDefault(view.TeamId))})";
            if (view.Why.Length > 0)
            {
                yield return $"      why: \"{view.Why}\"";
            }
        }
        foreach (var strength in record.Strengths)
        {
            yield return $"  Strength: \"{strength.Words}\" "
                + $"({Who(strength.Voice, teams.GetValueOrDefault(strength.TeamId))})";
        }
        foreach (var conversation in record.Conversations.Reverse())
        {
            foreach (var line in Lines(conversation))
            {
                yield return line;
            }
        }

        foreach (var outcome in record.Outcomes)
        {
            yield return $"  Outcome ({Direction(outcome.Direction)}; {State(outcome.State, died)}): "
                + $"\"{outcome.Statement}\""
                + string.Concat(outcome.BlockedBy.Where(outcomes.ContainsKey)
                    .Select(id => $"  [{(died ? "waited" : "waits")} for: \"{outcomes[id].Statement}\"]"));
            if (outcome.Agreement is { } agreement)
            {
                yield return $"      agreed {agreement.AgreedOn}: {Or(agreement.AskedHow, "by their own sign-in")}";
            }
            foreach (var step in record.Steps.Where(s => s.OutcomeId == outcome.OutcomeId))
            {
                yield return $"    {State(step.State)} "
                    + $"{Or(step.Who, "the person")}: {step.What}";
                if (words.TryGetValue(step.SourceId, out var source))
                {
                    yield return $"             from: \"{source}\"";
                }
            }
        }
        if (record.Outcomes.Count == 0)
        {
            yield return "  No outcome, no step, nothing owed: listening was the whole of it.";
        }
        foreach (var review in record.Reviews.Reverse())
        {
            foreach (var line in Lines(review, outcomes))
            {
                yield return line;
            }
        }
        foreach (var missing in record.MissingParts)
        {
            yield return $"  ! {missing.Sentence}";
        }
    }

    private static IEnumerable<string> Lines(Conversation.Conversation conversation)
    {
        yield return $"  Talk of {conversation.HappenedOn}: {Or(conversation.WhatWasSaid, conversation.WhatWasSeen)}";
        if (conversation.Listening)
        {
            yield return "      listening was the whole of it; nothing owed";
        }
        if (conversation.WhatItChanged is { Words.Length: > 0 } changed)
        {
            yield return $"      what it changed: \"{changed.Words}\" ({Who(changed.Voice)})";
        }
        if (conversation.DifferenceOfView is { Words.Length: > 0 } difference)
        {
            yield return $"      a difference, kept: \"{difference.Words}\" ({Who(difference.Voice)})";
        }
        foreach (var reflection in conversation.Reflections)
        {
            yield return $"      played back: {reflection.PlayedBack} "
                + $"[{reflection.Answer.ToString().ToLowerInvariant()}]";
        }
    }

    private static IEnumerable<string> Lines(Review.Review review, Dictionary<string, Outcome> outcomes)
    {
        yield return $"  Review of {review.HappenedOn}";
        foreach (var reviewed in review.Outcomes)
        {
            var statement = outcomes.TryGetValue(reviewed.OutcomeId, out var outcome)
                ? outcome.Statement
                : "an outcome";
            yield return $"    - {statement}: {reviewed.Travel.ToString().ToLowerInvariant()}"
                + (reviewed.Rating is { } rating
                    ? $", rated {(rating.OnScale is { } on ? $"\"{on.Words}\" ({on.Name})" : rating.Value.ToString())}"
                    : ", no number");
            if (reviewed.Story is { } story)
            {
                yield return $"      \"{story.Words}\" ({Who(story.Voice)})";
            }
        }
        foreach (var good in review.UnintendedGood)
        {
            yield return $"    also: {good}";
        }
    }

    // An offer is to the living: of somebody who died it is told as what was offered then.
    private static string Offer(string offer, string role, bool died) =>
        offer.Length == 0 ? role : died ? $"offered: \"{offer}\"" : offer;

    private static string Who(Voice voice) => Who(
        (int)voice.SaidBy, voice.SaidByName, (int)voice.WrittenBy, voice.IsPersonsVoice);

    private static string Who(Conversation.Voice voice, string? team = null) => Who(
        (int)voice.SaidBy, voice.SaidByName, (int)voice.WrittenBy, voice.IsPersonsVoice, team);

    private static string Who(Review.Voice voice) => Who(
        (int)voice.SaidBy, voice.SaidByName, (int)voice.WrittenBy, voice.IsPersonsVoice);

    private static string Who(int saidBy, string name, int writtenBy, bool persons, string? team = null) =>
        (saidBy switch
        {
            1 when persons => "the person said",
            1 => "told for the person",
            2 => $"{Or(name, "family")} said",
            3 => $"{Or(name, "a practitioner")} said",
            4 => "a representative said",
            _ => $"{Or(name, "somebody")} said",
        }) + (writtenBy == 1 ? "; in their own hand" : $"; {team ?? "a practitioner"} wrote it down");

    private static string Or(string given, string otherwise) => given.Length > 0 ? given : otherwise;

    private static string Direction(Direction direction) => direction switch
    {
        Plans.V1.Direction.Keep => "keep",
        Plans.V1.Direction.GetBack => "get back",
        Plans.V1.Direction.Change => "change",
        _ => "nobody has said which way",
    };

    private static string State(OutcomeState state, bool died) => state switch
    {
        OutcomeState.Agreed => "agreed",
        OutcomeState.SetAside => "set aside",
        OutcomeState.CannotBeAchieved => "cannot be achieved, and they were told",
        _ => died ? "was not agreed" : "waits for the person's agreement",
    };

    private static string State(StepState state) => state switch
    {
        StepState.Done => "[done]",
        StepState.Ended => "[over]",
        _ => "[    ]",
    };
}
