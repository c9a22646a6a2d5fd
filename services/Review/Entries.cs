namespace PersonalOutcomes.Reviews;

/// <summary>What of this service can be replied to, each kind by its own access rule.</summary>
public sealed partial class ReviewService
{
    /// <summary>What can be replied to.</summary>
    internal const string SelectEntries = """
        SELECT r.Id, r.PersonId, r.TeamId FROM Review r WHERE r.Id IN (/*each:@items*/) AND /*access:r:review*/
        """;

    /// <summary>What can be entered in error; what a review says of each outcome goes with it.</summary>
    internal const string Remove = """
        UPDATE Review SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0;
        UPDATE Progress SET EnteredInError = 1 WHERE (Id = @item OR ReviewId = @item) AND EnteredInError = 0
        """;
}
