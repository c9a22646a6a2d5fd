using PersonalOutcomes.Database;
using PersonalOutcomes.Events;

namespace PersonalOutcomes.Reviews;

/// <summary>An outcome that was made in error is there no more, nor what was said about how it went.</summary>
public static class OnEnteredInError
{
    /// <summary>As often as it is told.</summary>
    public static Task ApplyAsync(EnteredInError e, Work work) => work.WriteAsync(RemoveOutcome, e);

    private const string RemoveOutcome = "UPDATE OutcomeCopy SET EnteredInError = 1 WHERE Id = @ItemId";
}
