using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Access.V1;

namespace PersonalOutcomes.Entries;

/// <summary>
/// What was said to an entry, never changed; where it asks for a correction, with what came of it. Each method returns
/// the next state or throws a <see cref="Problem"/>.
/// </summary>
[method: Dapper.ExplicitConstructor]
internal sealed record Reply(Guid Id, Guid PersonId, Guid? TeamId, bool HealthAuthored, bool EnteredInError,
    int Version, Guid ItemId, string Words, Speaker SaidBy, string? SaidByName, string[] How, Writer WrittenBy,
    bool OnlyForMe, DateTimeOffset RecordedAt, Guid? AskedTeamId, Wire.CorrectionState State, string? Answer,
    DateTimeOffset? AnsweredAt)
{
    public Voice Voice => new(SaidBy, SaidByName, How, WrittenBy);

    /// <summary>The law gives one month.</summary>
    public DateOnly AnswerBy => London.Today(RecordedAt).AddMonths(1);

    public bool IsOverdue(DateOnly today) => State == Wire.CorrectionState.Asked && today > AnswerBy;

    /// <summary>The team that was asked answers, once. NOT_THE_TEAM_ASKED, ALREADY_ANSWERED.</summary>
    public Reply Answered(Guid? byTeam, Wire.CorrectionAnswer answer, string words, DateTimeOffset now) =>
        byTeam != AskedTeamId ? throw Problem.Refused("NOT_THE_TEAM_ASKED", "The team that recorded it answers.")
        : State != Wire.CorrectionState.Asked ? throw AlreadyAnswered()
        : this with
        {
            Version = Version + 1,
            State = answer == Wire.CorrectionAnswer.Agreed
                ? Wire.CorrectionState.Agreed : Wire.CorrectionState.NotAgreed,
            Answer = words,
            AnsweredAt = now,
        };

    public static Problem AlreadyAnswered() => Problem.Refused("ALREADY_ANSWERED", "It has been answered already.");
}
