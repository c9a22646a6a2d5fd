using Grpc.Core;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Plans.Recording;
using PersonalOutcomes.Problems;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

internal sealed partial class RecordingService
{
    private const int LongestDraft = 20_000;

    /// <summary>Looks at a draft and forgets it.</summary>
    [Roles(Role.Staff)]
    public override Task<Wire.CheckResponse> Check(Wire.CheckRequest request, ServerCallContext context)
    {
        var text = Problems.Check.Words(request.Text, LongestDraft);
        var sort = request.Sort == Wire.DraftSort.Unspecified
            ? DraftSort.Note
            : (DraftSort)(int)Problems.Check.Code(request.Sort);
        var ownWords = request.WordsOf != Wire.Speaker.Unspecified
            && Problems.Check.Code(request.WordsOf) == Wire.Speaker.Person;

        var reading = lens.Check(new Draft(text, sort, request.Listening, ownWords));

        var response = new Wire.CheckResponse
        {
            OwnWords = reading.OwnWords,
            Findings =
            {
                reading.Findings.Select(f => new Wire.Finding
                {
                    Aspect = (Wire.Aspect)(int)f.Aspect,
                    Standing = (Wire.Standing)(int)f.Standing,
                    Deciding = { f.Deciding.Select(At) },
                    Suggestion = f.Suggestion,
                }),
            },
            Jargon =
            {
                reading.Jargon.Select(j => new Wire.Jargon { Term = j.Term, Plain = j.Plain, Place = At(j.At) }),
            },
        };
        if (reading.Readability is { } lengths)
        {
            response.Readability = new()
            {
                Words = lengths.Words,
                Sentences = lengths.Sentences,
                Longest = At(lengths.Longest),
            };
        }
        return Task.FromResult(response);

        Wire.Place At(Span at) => new() { Words = at.In(text), Start = at.Start, Length = at.Length };
    }
}
