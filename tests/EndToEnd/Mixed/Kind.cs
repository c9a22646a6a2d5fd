using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PersonalOutcomes.Conversations.V1;
using PersonalOutcomes.People.V1;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Reviews.V1;
using PersonalOutcomes.Sharing.V1;

namespace PersonalOutcomes.EndToEnd.Mixed;

/// <summary>One rpc as the clients call it.</summary>
/// <param name="Method">The rpc.</param>
/// <param name="With">Its request; <c>{person}</c>, <c>{outcome}</c> and the like are filled in.</param>
/// <param name="Weight">How often it is drawn, beside the others.</param>
/// <param name="Rows">For a write: how many rows it leaves in the journal.</param>
/// <param name="Keeps">For a write: what the id in its answer is kept as, and where the id stands.</param>
internal sealed record Kind(MethodDescriptor Method, string With, int Weight, int Rows = 0, (string, string) Keeps = default)
{
    private const string Spoken = """ "voice":{"saidBy":"SPEAKER_PERSON","how":["spoken"]} """;

    /// <summary>Those that show something.</summary>
    public static readonly Kind[] Reads =
    [
        Of(PersonService.Descriptor, "GetPerson", """{"personId":"{person}"}""", 8),
        Of(PersonService.Descriptor, "SearchPeople", """{"text":"Morag","pageSize":5}""", 2),
        Of(SharingService.Descriptor, "ListPeople", """{"pageSize":5}""", 2),
        Of(SharingService.Descriptor, "ListInvolvements", """{"personId":"{person}","pageSize":5}""", 4),
        Of(SharingService.Descriptor, "ListReferrals",
            """{"teamId":"{team}","box":"REFERRAL_BOX_OUTBOX","pageSize":5}""", 2),
        Of(WishService.Descriptor, "ListWishes", """{"personId":"{person}","pageSize":5}""", 4),
        Of(ConversationService.Descriptor, "ListConversations", """{"personId":"{person}","pageSize":5}""", 6),
        Of(ConversationService.Descriptor, "GetConversation",
            """{"personId":"{person}","conversationId":"{conversation}"}""", 6),
        Of(ConversationService.Descriptor, "ListViews", """{"personId":"{person}","pageSize":5}""", 6),
        Of(ConversationService.Descriptor, "ListStrengths", """{"personId":"{person}","pageSize":5}""", 4),
        Of(PlanService.Descriptor, "GetPlan", """{"personId":"{person}"}""", 5),
        Of(PlanService.Descriptor, "GetOutcome", """{"personId":"{person}","outcomeId":"{outcome}"}""", 8),
        Of(ReviewService.Descriptor, "ListReviews", """{"personId":"{person}","pageSize":5}""", 4),
        Of(ReviewService.Descriptor, "ListProgress",
            """{"personId":"{person}","outcomeId":"{outcome}","pageSize":5}""", 4),
    ];

    /// <summary>Those that record something.</summary>
    public static readonly Kind[] Writes =
    [
        Of(PersonService.Descriptor, "AddToCircle",
            """{"personId":"{person}","name":"{text}","relation":"daughter","mayBeTold":true}""", 3, 1),
        Of(WishService.Descriptor, "RecordWish",
            $$"""{"personId":"{person}","words":"Ask me before you pass it on. {text}",{{Spoken}}}""", 3, 1),
        Of(ConversationService.Descriptor, "RecordConversation", $$"""
            {"personId":"{person}","happenedOn":"2026-01-05","whatWasSaid":"She talked of the choir. {text}",
             "views":[{"whatMatters":"To sing. {text}",{{Spoken}}}]}
            """, 4, 2, ("conversation", "conversation.conversationId")),
        Of(ConversationService.Descriptor, "RecordView",
            $$"""{"personId":"{person}","whatMatters":"To see the sea. {text}",{{Spoken}}}""", 4, 1),
        Of(ConversationService.Descriptor, "RecordStrength",
            $$"""{"personId":"{person}","words":"A fine alto. {text}",{{Spoken}}}""", 3, 1),
        Of(PlanService.Descriptor, "ProposeOutcome",
            $$"""{"personId":"{person}","statement":"To be at the choir. {text}",{{Spoken}}}""", 2, 1,
            ("outcome", "outcome.outcomeId")),
        Of(PlanService.Descriptor, "AddStep", $$"""
            {"personId":"{person}","outcomeId":"{outcome}","party":"PARTY_FAMILY","who":"her husband Tam",
             "what":"Drive her there. {text}",{{Spoken}}}
            """, 3, 1),
        Of(ReviewService.Descriptor, "RecordReview", $$"""
            {"personId":"{person}","happenedOn":"2026-01-20","outcomes":[{"outcomeId":"{outcome}",
             "story":{"words":"I sang twice. {text}",{{Spoken}}},"travel":"TRAVEL_BETTER"}]}
            """, 2, 1),
    ];

    /// <summary>The service that answers it.</summary>
    public string Service { get; } = Method.File.Package.Split('.')[1];

    /// <summary>As gRPC, the journal and the log of reads call it.</summary>
    public string Path { get; } = $"/{Method.Service.FullName}/{Method.Name}";

    /// <summary>As gRPC calls it.</summary>
    public Method<IMessage, IMessage> Grpc { get; } = new(
        MethodType.Unary, Method.Service.FullName, Method.Name,
        Marshallers.Create(m => m.ToByteArray(), Method.InputType.Parser.ParseFrom),
        Marshallers.Create(m => m.ToByteArray(), Method.OutputType.Parser.ParseFrom));

    /// <summary>Whether it is about one person, whom the request names.</summary>
    public bool IsAboutOne => With.Contains("{person}", StringComparison.Ordinal);

    /// <summary>Whether it records something.</summary>
    public bool IsWrite => Rows > 0;

    /// <summary>One of them, by their weights.</summary>
    public static Kind Drawn(IReadOnlyList<Kind> kinds, Random random)
    {
        var place = random.Next(kinds.Sum(k => k.Weight));
        return kinds.First(k => (place -= k.Weight) < 0);
    }

    /// <summary>The people whom an answer names.</summary>
    public static IEnumerable<string> PeopleIn(IMessage message) =>
        from field in message.Descriptor.Fields.InDeclarationOrder()
        where !field.IsMap
        let value = field.Accessor.GetValue(message)
        from one in field.IsRepeated ? ((System.Collections.IList)value).Cast<object?>() : [value]
        from person in one is IMessage inner ? PeopleIn(inner)
            : field.Name == "person_id" && one is string { Length: > 0 } id ? [id] : []
        select person;

    private static Kind Of(ServiceDescriptor service, string method, string with, int weight, int rows = 0,
        (string, string) keeps = default) => new(service.FindMethodByName(method), with, weight, rows, keeps);
}
