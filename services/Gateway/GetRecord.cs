using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

public sealed partial class RecordService
{
    private const string AlwaysSaid = "Some entries may be held back by law.";
    private const int Most = 50;

    /// <summary>All parts at once, each by the caller's own right; those that did not answer are named.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetRecordResponse> GetRecord(
        Wire.GetRecordRequest request, ServerCallContext context)
    {
        var id = Check.Id(request.PersonId).ToString("D");
        var asking = Asking(context, Call.Of(context).Cancellation);

        var involved = sharing.ListInvolvementsAsync(new() { PersonId = id, PageSize = Most }, asking);
        var people = AskAsync(Wire.Part.Person, person.GetPersonAsync(new() { PersonId = id }, asking));
        var aboutMe = AskAsync(Wire.Part.AboutMe, person.GetAboutMeAsync(new() { PersonId = id }, asking));
        var involvements = AskAsync(Wire.Part.Involvements, involved);
        var conversations = AskAsync(Wire.Part.Conversations,
            conversation.ListConversationsAsync(new() { PersonId = id, PageSize = Most }, asking));
        var views = AskAsync(Wire.Part.Views,
            conversation.ListViewsAsync(new() { PersonId = id, PageSize = Most }, asking));
        var strengths = AskAsync(Wire.Part.Strengths,
            conversation.ListStrengthsAsync(new() { PersonId = id, PageSize = Most }, asking));
        var plans = AskAsync(Wire.Part.Plan, plan.GetPlanAsync(new() { PersonId = id }, asking));
        var decisions = AskAsync(Wire.Part.Plan,
            risks.ListRiskDecisionsAsync(new() { PersonId = id, PageSize = Most, InForceOnly = true }, asking));
        var reviews = AskAsync(Wire.Part.Reviews,
            review.ListReviewsAsync(new() { PersonId = id, PageSize = Most }, asking));
        var replies = AskForReplies(id, asking);

        var record = new Wire.GetRecordResponse { Notice = AlwaysSaid };
        List<StatusCode> codes =
        [
            Take(record, await people, p => record.Person = p.Person),
            Take(record, await involvements, i =>
            {
                record.Involvements.AddRange(i.Involvements);
                Continue(record, Wire.Part.Involvements, i.NextPageToken, "sharing.v1.SharingService/ListInvolvements");
            }),
            Take(record, await conversations, c =>
            {
                record.Conversations.AddRange(c.Conversations);
                Continue(record, Wire.Part.Conversations, c.NextPageToken,
                    "conversation.v1.ConversationService/ListConversations");
            }),
            Take(record, await views, v =>
            {
                record.Views.AddRange(v.Views);
                Continue(record, Wire.Part.Views, v.NextPageToken, "conversation.v1.ConversationService/ListViews");
            }),
            Take(record, await strengths, s =>
            {
                record.Strengths.AddRange(s.Strengths);
                Continue(record, Wire.Part.Strengths, s.NextPageToken,
                    "conversation.v1.ConversationService/ListStrengths");
            }),
            Take(record, await plans, p =>
            {
                record.Purpose = p.Purpose;
                record.Outcomes.AddRange(p.Outcomes);
                record.Steps.AddRange(p.Steps);
                record.PlanChange = p.Change;
            }),
            Take(record, await decisions, d =>
            {
                record.RiskDecisions.AddRange(d.RiskDecisions);
                Continue(record, Wire.Part.Plan, d.NextPageToken, "plan.v1.RiskService/ListRiskDecisions");
            }),
            Take(record, await reviews, r =>
            {
                record.Reviews.AddRange(r.Reviews);
                Continue(record, Wire.Part.Reviews, r.NextPageToken, "review.v1.ReviewService/ListReviews");
            }),
        ];
        var own = await aboutMe;
        if (record.Person is not null)
        {
            Take(record, own, a => record.AboutMe.AddRange(a.Sections));
        }
        // Person decides: whom it does not know to this caller has no record. Where it is away, the others do together.
        if (codes[0] == StatusCode.NotFound
            || (!codes.Contains(StatusCode.OK) && codes.Contains(StatusCode.NotFound)))
        {
            throw Problem.NotFound();
        }
        if (!codes.Contains(StatusCode.OK))
        {
            throw Problem.Unavailable("RECORD_AWAY", "No part of the record can be read just now. Try again.");
        }
        if ((await involvements).Content is not null
            && involved.GetTrailers().GetValue(AccessPosition) is { } position)
        {
            context.ResponseTrailers.Add(AccessPosition, position);
        }
        // Where a service's entries are missing, what was said to them is no further loss.
        bool[] shown = [.. new[] { codes[..1], codes[1..2], codes[2..5], codes[5..7], codes[7..] }
            .Select(c => c.Contains(StatusCode.OK))];
        foreach (var (service, reply) in replies.Where((_, i) => shown[i]))
        {
            TakeReplies(record, service, await reply);
        }
        record.Glance = Glance.Of(record);
        return record;
    }

    private static StatusCode Take<T>(Wire.GetRecordResponse record, Answer<T> answer, Action<T> take) where T : class
    {
        if (answer.Content is { } content)
        {
            take(content);
        }
        else if (record.MissingParts.All(m => m.Part != answer.Part))
        {
            record.MissingParts.Add(new Wire.MissingPart { Part = answer.Part, Sentence = Sentence(answer.Part) });
        }
        return answer.Code;
    }

    private static void Continue(Wire.GetRecordResponse record, Wire.Part part, string token, string rpc)
    {
        if (token.Length > 0)
        {
            record.Continuations.Add(new Wire.Continuation
            {
                Part = part,
                NextPageToken = token,
                Rpc = $"/personal_outcomes.{rpc}",
            });
        }
    }

    private static string Sentence(Wire.Part part) => part switch
    {
        Wire.Part.Person => "Who the person is, and how to contact them safely, can't be shown just now. Try again.",
        Wire.Part.Involvements => "Who is involved can't be shown just now. Try again.",
        Wire.Part.Conversations => "Conversations can't be shown just now. There may be some. Try again.",
        Wire.Part.Views => "What matters, as people see it, can't be shown just now. There may be more. Try again.",
        Wire.Part.Strengths => "Strengths can't be shown just now. There may be some. Try again.",
        Wire.Part.Plan => "Purpose, outcomes, steps and risks can't be shown just now. There may be some. Try again.",
        Wire.Part.AboutMe => "What the person says of themselves can't be shown just now. Try again.",
        Wire.Part.Replies => "What was said to some entries can't be shown just now. There may be more. Try again.",
        _ => "Reviews can't be shown just now. There may be some. Try again.",
    };
}
