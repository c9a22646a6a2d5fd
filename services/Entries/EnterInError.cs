using Grpc.Core;
using PersonalOutcomes.Access;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Events;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Entries;

// Withheld at once from all but the privacy officers concerned. Nothing is deleted: the row and its history stay.
internal sealed partial class WithholdingService
{
    [Roles(Role.Person | Role.Staff | Role.PrivacyOfficer)]
    public override Task<EnterInErrorResponse> EnterInError(EnterInErrorRequest request, ServerCallContext call)
    {
        var reason = Check.Code(request.Reason);
        var words = reason == MistakeReason.Other
            ? Check.Words(request.Words, 1000) : Check.OptionalWords(request.Words, 1000);
        return OnAsync<EnterInErrorResponse>(request, request.PersonId, request.ItemId, own.With, call,
            async (work, who, items) =>
        {
            foreach (var item in items)
            {
                var rows = await work.WriteAsync(own.Remove, new { who, item });
                if (rows + await work.WriteAsync(RemoveReply, new { item }) == 0)
                {
                    throw Problem.Refused("UNDONE_OTHERWISE", "It is taken back by an rpc of its own.", "item_id");
                }
                work.Record(who, item, new EnteredInError(item, who), new Mistake(reason, words));
            }
        });
    }

    private const string RemoveReply = "UPDATE Reply SET EnteredInError = 1 WHERE Id = @item AND EnteredInError = 0";
}
