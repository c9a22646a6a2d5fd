using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// Who asks, who agrees and who refuses.
public sealed partial class MergeTests
{
    [Fact]
    public async Task It_takes_two_officers_who_are_concerned_with_both_between_them()
    {
        var (_, _, one, other) = await TwoAsync();
        var (craig, douglas) = (await town.SignInAsync("craig"), await town.SignInAsync("douglas"));
        var (rory, third) = (await town.SignInAsync("rory"), await RegisterAsync("ruth", "A third"));

        await rory.Merges.ProposeMergeAsync(Proposal(one, other)).NotFoundAsync();
        await rory.Merges.ProposeMergeAsync(Proposal(one, Guid.NewGuid().ToString())).NotFoundAsync();
        await craig.Merges.ProposeMergeAsync(Proposal(one, one))
            .RefusedAsync(StatusCode.InvalidArgument, "SAME_RECORD", "other_person_id");
        var asked = (await craig.Merges.ProposeMergeAsync(Proposal(one, other))).Merge;
        await douglas.Merges.ProposeMergeAsync(Proposal(other, one))
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_PROPOSED");
        await craig.Merges.AgreeMergeAsync(Answer(asked))
            .RefusedAsync(StatusCode.FailedPrecondition, "ANOTHER_MUST_AGREE");
        await rory.Merges.AgreeMergeAsync(Answer(asked)).NotFoundAsync();
        // Nobody but the council knows the third.
        var alone = (await craig.Merges.ProposeMergeAsync(Proposal(other, third))).Merge;
        await douglas.Merges.AgreeMergeAsync(Answer(alone)).NotFoundAsync();
        Assert.Contains((await douglas.Notices.ListNoticesAsync(new() { PersonId = one })).Notices,
            n => n.Kind == "merge_waiting" && n.AboutId == asked.MergeId);

        var id = Town.Request(Town.NewRequest());
        var joined = (await douglas.Merges.AgreeMergeAsync(Answer(asked), id)).Merge;

        Assert.Equal((V1.MergeState.Joined, douglas.AgencyId), (joined.State, joined.AgreedAgencyId));
        Assert.Equal(joined, (await douglas.Merges.AgreeMergeAsync(Answer(asked), id)).Merge);
        await douglas.Merges.AgreeMergeAsync(Answer(asked)).RefusedAsync(StatusCode.FailedPrecondition, "NOT_WAITING");
        await douglas.Merges.RefuseMergeAsync(Refusal(asked)).RefusedAsync(StatusCode.FailedPrecondition, "NOT_WAITING");
        await craig.Merges.ProposeMergeAsync(Proposal(other, one))
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_JOINED");
        Assert.DoesNotContain((await douglas.Notices.ListNoticesAsync(new() { PersonId = one })).Notices,
            n => n.Kind == "merge_waiting" && n.AboutId == asked.MergeId);
    }

    [Fact]
    public async Task An_officer_of_neither_agency_of_one_record_needs_another_who_is()
    {
        var (graeme, one) = (await town.SignInAsync("graeme"), await RegisterAsync("graeme", "One"));
        var other = await RegisterAsync("ruth", "Other");
        var (neil, craig) = (await town.SignInAsync("neil"), await town.SignInAsync("craig"));
        var unknown = Guid.NewGuid().ToString();

        // Asked by an officer of the one record, whether there is another or not.
        var asked = (await neil.Merges.ProposeMergeAsync(Proposal(one, other))).Merge;
        var nobody = (await neil.Merges.ProposeMergeAsync(Proposal(one, unknown))).Merge;
        Assert.Equal(asked.CalculateSize(), nobody.CalculateSize());
        await town.InvolveAsync(graeme, one, await town.SignInAsync("shona"));
        var rory = await town.SignInAsync("rory");
        await rory.Merges.AgreeMergeAsync(Answer(asked))
            .RefusedAsync(StatusCode.FailedPrecondition, "OTHER_OFFICER_NEEDED");
        await rory.Merges.AgreeMergeAsync(Answer(nobody))
            .RefusedAsync(StatusCode.FailedPrecondition, "OTHER_OFFICER_NEEDED");

        Assert.Equal(V1.MergeState.Joined, (await craig.Merges.AgreeMergeAsync(Answer(asked))).Merge.State);
    }

    [Fact]
    public async Task Two_sign_ins_agree_together_and_never_one_for_both()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var (callum, johanna) = (await town.Setting.BindAsync(fiona, one, "callum"),
            await town.Setting.BindAsync(ruth, other, "johanna"));
        var iris = await town.SignInAsync("iris");
        var asked = (await (await town.SignInAsync("craig")).Merges.ProposeMergeAsync(Proposal(one, other))).Merge;

        await iris.Merges.AgreeMergeAsync(Answer(asked)).NotFoundAsync();
        var first = (await callum.Merges.AgreeMergeAsync(Answer(asked))).Merge;
        Assert.Equal((V1.MergeState.Waiting, true, false), (first.State, first.PersonAgreed, first.OtherAgreed));
        await callum.Merges.AgreeMergeAsync(Answer(asked))
            .RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_AGREED");
        await callum.Merges.AgreeMergeAsync(new() { PersonId = other, MergeId = asked.MergeId }).NotFoundAsync();
        await HiddenAsync(callum, other);

        var second = await johanna.Merges.AgreeMergeAsync(new() { PersonId = other, MergeId = asked.MergeId });

        Assert.Equal((V1.MergeState.Joined, ""), (second.Merge.State, second.Merge.AgreedAgencyId));
        await SeenAsync(callum, other);
        await SeenAsync(johanna, one);
        await PartAsync(other, asked.MergeId);
        await HiddenAsync(callum, other);
        await HiddenAsync(johanna, one);
        await SeenAsync(johanna, other);
        await SeenAsync(callum, one);
    }

    [Fact]
    public async Task Of_two_who_settle_at_once_one_does()
    {
        var (_, _, one, other) = await TwoAsync();
        var (craig, douglas) = (await town.SignInAsync("craig"), await town.SignInAsync("douglas"));
        var asked = (await craig.Merges.ProposeMergeAsync(Proposal(one, other))).Merge;

        var settled = await Task.WhenAll(
            SettleAsync(() => douglas.Merges.AgreeMergeAsync(Answer(asked)).ResponseAsync),
            SettleAsync(() => craig.Merges.RefuseMergeAsync(Refusal(asked)).ResponseAsync));

        Assert.Equal(["", "NOT_WAITING"], settled.Order());
        var standing = Assert.Single((await craig.Merges.ListMergesAsync(new() { PersonId = one })).Merges);
        Assert.Equal(settled[0].Length == 0 ? V1.MergeState.Joined : V1.MergeState.Refused, standing.State);
        Assert.Equal(settled[0].Length == 0 ? 1 : 0,
            (await town.JournalAsync(other)).Count(t => t == "PersonMerged"));
    }

    [Fact]
    public async Task A_refused_question_joins_nothing_and_can_be_asked_again()
    {
        var (fiona, ruth, one, other) = await TwoAsync();
        var craig = await town.SignInAsync("craig");
        var asked = (await craig.Merges.ProposeMergeAsync(Proposal(one, other))).Merge;

        var refused = (await craig.Merges.RefuseMergeAsync(Refusal(asked))).Merge;

        Assert.Equal((V1.MergeState.Refused, "They are sisters."), (refused.State, refused.EndReason));
        await HiddenAsync(fiona, other);
        await ruth.Merges.ListMergesAsync(new() { PersonId = other })
            .RefusedAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        await JoinAsync(one, other);
    }

    private static async Task<string> SettleAsync(Func<Task> settle)
    {
        try
        {
            await settle();
            return "";
        }
        catch (RpcException e)
        {
            return e.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
        }
    }
}
