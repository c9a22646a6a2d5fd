using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

public sealed partial class RecordService
{
    /// <summary>The plan on one page; refused rather than shown in part: paper can't say what it lacks.</summary>
    [Roles(Role.Person | Role.Representative | Role.Staff | Role.System)]
    public override async Task<Wire.GetOnePageResponse> GetOnePage(
        Wire.GetOnePageRequest request, ServerCallContext context)
    {
        var id = Check.Id(request.PersonId).ToString("D");
        var format = request.Format == Wire.PageFormat.Unspecified ? Wire.PageFormat.Print : Check.Code(request.Format);
        var asking = Asking(context, Call.Of(context).Cancellation);

        var people = AskAsync(Wire.Part.Person, person.GetPersonAsync(new() { PersonId = id }, asking));
        var involvements = AskAsync(Wire.Part.Involvements,
            sharing.ListInvolvementsAsync(new() { PersonId = id, PageSize = Most }, asking));
        var plans = AskAsync(Wire.Part.Plan, plan.GetPlanAsync(new() { PersonId = id }, asking));

        var (who, involved, whole) = (await people, await involvements, await plans);
        List<StatusCode> codes = [who.Code, involved.Code, whole.Code];
        if (who.Code == StatusCode.NotFound
            || (!codes.Contains(StatusCode.OK) && codes.Contains(StatusCode.NotFound)))
        {
            throw Problem.NotFound();
        }
        if (who.Content is null || involved.Content is null || whole.Content is null)
        {
            throw Problem.Unavailable("PAGE_AWAY", "The plan can't be put on a page just now. Try again.");
        }
        var page = OnePage.Of(
            who.Content.Person, involved.Content.Involvements, whole.Content, London.Today(clock.GetUtcNow()));
        return new Wire.GetOnePageResponse
        {
            Page = page,
            Html = format == Wire.PageFormat.ReadAloud ? "" : OnePage.Html(page, format),
            Text = format == Wire.PageFormat.ReadAloud ? OnePage.Aloud(page) : "",
            BeforePrinting = OnePage.BeforePrinting,
        };
    }
}
