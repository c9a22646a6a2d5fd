using PersonalOutcomes.Access;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Database;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Vocabularies;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

/// <summary>What several operations read from their requests alike: whose words, and the person's agreement.</summary>
public sealed partial class PlanService
{
    internal static Voice Read(Wire.Voice? voice, Call call) => Voice.Of(
        call, (int)(voice?.SaidBy ?? 0), voice?.SaidByName ?? "", voice?.How.ToArray() ?? [], "voice");

    internal static Agreement Read(Wire.Agreement? given, Call call)
    {
        var request = given
            ?? throw Problem.Refused("PERSON_NOT_ASKED", "Say who agreed and how they were asked.", "agreement");
        if (call.Role == Role.Person)
        {
            return new Agreement(AgreedBy.Person,
                Check.OptionalWords(request.AskedHow, 1000, "request.Agreement.AskedHow"), ["own_sign_in"], null,
                request.AgreedOn.Length == 0
                    ? London.Today(call.Now)
                    : Check.HappenedOn(request.AgreedOn, call.Now, "request.Agreement.AgreedOn"),
                Writer.Person);
        }
        if (call.Role == Role.Representative)
        {
            return new Agreement(AgreedBy.Representative,
                Check.OptionalWords(request.AskedHow, 1000, "request.Agreement.AskedHow"), ["representative_sign_in"],
                Check.OptionalWords(request.SpokenBy, 200, "request.Agreement.SpokenBy"),
                request.AgreedOn.Length == 0
                    ? London.Today(call.Now)
                    : Check.HappenedOn(request.AgreedOn, call.Now, "request.Agreement.AgreedOn"),
                Writer.Representative);
        }
        var by = (AgreedBy)(int)Check.Code(request.AgreedBy, "request.Agreement.AgreedBy");
        var spokenBy = Check.OptionalWords(request.SpokenBy, 200, "request.Agreement.SpokenBy");
        if (string.IsNullOrWhiteSpace(request.AskedHow) || (by != AgreedBy.Person && spokenBy is null))
        {
            throw Problem.Refused("PERSON_NOT_ASKED",
                by == AgreedBy.Person
                    ? "Say how the person was asked."
                    : "Say how it was asked, and who spoke for the person.",
                string.IsNullOrWhiteSpace(request.AskedHow) ? "agreement.asked_how" : "agreement.spoken_by");
        }
        return new Agreement(by, Check.Words(request.AskedHow, 1000, "request.Agreement.AskedHow"),
            Voice.Channel(request.How, "agreement.how"), spokenBy,
            Check.HappenedOn(request.AgreedOn, call.Now, "request.Agreement.AgreedOn"), Writer.Practitioner);
    }

    // A view or conversation of Conversation's, by this service's copy of it; one the caller may not see is none.
    private static async Task RequireSourceAsync(Work work, Guid personId, Guid? sourceId)
    {
        if (sourceId is { } id && (await VisibleSourcesAsync(work, personId)).Contains(id) is false)
        {
            throw Problem.NotInCopy("conversation", "SOURCE_NOT_THEIRS",
                "It is not one of this person's views or conversations.", "source_id");
        }
    }

    private static async Task<HashSet<Guid>> VisibleSourcesAsync(Work work, Guid personId) =>
        [.. await work.ManyAsync<Guid>(SelectSources, new { personId })];

    private const string SelectSources = """
        SELECT s.Id FROM Source s
        WHERE s.PersonId = @personId AND (
          (s.Kind = 'conversation' AND /*access:s:conversation*/)
          OR (s.Kind = 'concern' AND /*access:s:concern*/)
          OR (s.Kind = 'view' AND /*access:s:view*/ AND /*access:s:what_matters*/))
        """;
}
