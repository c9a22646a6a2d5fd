using PersonalOutcomes.Database;
using PersonalOutcomes.Events;

namespace PersonalOutcomes.Plans;

/// <summary>What another service tells was made in error is shown no more, nor what this one made of it.</summary>
public static class OnEnteredInError
{
    /// <summary>Whatever it was, as often as it is told.</summary>
    public static Task ApplyAsync(EnteredInError e, Work work) => work.WriteAsync(Remove, e);

    private const string Remove = """
        UPDATE Source SET EnteredInError = 1 WHERE Id = @ItemId;
        UPDATE Progress SET EnteredInError = 1 WHERE ReviewId = @ItemId
        """;
}
