using Grpc.Core;
using PersonalOutcomes.Access.V1;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

/// <summary>What was said to the entries of a record: each service is asked once, for its own.</summary>
public sealed partial class RecordService
{
    private const int MostReplies = 200;

    // In the order of Parts.WithEntries.
    private List<(string Service, Task<Answer<ListRepliesResponse>> Answer)> AskForReplies(
        string personId, CallOptions asking) =>
        [.. Parts.WithEntries.Select(service => (service, AskAsync(Wire.Part.Replies,
            clients.CreateClient<EntryService.EntryServiceClient>(Parts.RepliesOf(service)).ListRepliesAsync(
                new() { PersonId = personId, PageSize = MostReplies }, asking))))];

    private static void TakeReplies(
        Wire.GetRecordResponse record, string service, Answer<ListRepliesResponse> answer)
    {
        if (answer.Content is not { } said)
        {
            if (record.MissingParts.All(m => m.Part != Wire.Part.Replies))
            {
                record.MissingParts.Add(
                    new Wire.MissingPart { Part = Wire.Part.Replies, Sentence = Sentence(Wire.Part.Replies) });
            }
            return;
        }
        record.Replies.AddRange(said.Replies);
        record.Removed.AddRange(said.Removed.Select(r => new Wire.RemovedEntry
        {
            Sentence = Sentence(r.Reason),
            Removed = r,
            Service = service,
        }));
        if (said.NextPageToken.Length > 0)
        {
            record.Continuations.Add(new Wire.Continuation
            {
                Part = Wire.Part.Replies,
                NextPageToken = said.NextPageToken,
                Rpc = "/personal_outcomes.access.v1.EntryService/ListReplies",
                Service = service,
            });
        }
    }

    private static string Sentence(MistakeReason reason) => reason switch
    {
        MistakeReason.WrongRecord => "An entry was removed: made in the wrong record.",
        MistakeReason.Duplicate => "An entry was removed: it was there twice.",
        _ => "An entry was removed: made in error.",
    };
}
