using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

[Collection(nameof(Town))]
public sealed class OpeningTests(Town town)
{
    [Fact]
    public async Task The_reason_beyond_opens_to_the_receiver_and_closes_again()
    {
        var (fiona, ruth, personId, referral) = await TogetherAsync();
        var request = new OpenRecordRequest
        {
            PersonId = personId,
            ItemId = referral.ReferralId,
            TeamId = await town.Setting.TeamOfAsync("ruth"),
            Reason = "So that he need not tell it again.",
        };
        Assert.Equal("", (await ruth.Sharing.GetReferralAsync(referral)).Referral.ReasonBeyond);

        var opening = (await fiona.Sharing.OpenRecordAsync(request)).Opening;
        Assert.Equal("The rent.", (await ruth.Sharing.GetReferralAsync(referral)).Referral.ReasonBeyond);
        var listed = Assert.Single((await ruth.Sharing.ListOpeningsAsync(new() { PersonId = personId })).Openings);
        Assert.Equal(opening, listed);
        Assert.Equal("Lochside Health Board", listed.ByTeam.AgencyName);

        var close = new CloseRecordRequest { PersonId = personId, OpeningId = opening.OpeningId };
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_YOUR_OPENING",
            ruth.Sharing.CloseRecordAsync(close));
        Assert.NotEqual("", (await fiona.Sharing.CloseRecordAsync(close)).Opening.CloseTime);
        Assert.Equal("", (await ruth.Sharing.GetReferralAsync(referral)).Referral.ReasonBeyond);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ALREADY_CLOSED",
            fiona.Sharing.CloseRecordAsync(close));
    }

    [Fact]
    public async Task A_practitioner_opens_only_what_their_own_team_has_a_part_in()
    {
        var (_, ruth, personId, referral) = await TogetherAsync();

        // Were it enough to be involved, anybody could open anything to themselves.
        await ruth.Sharing.OpenRecordAsync(new()
        {
            PersonId = personId,
            Kind = V1.RecordKind.ReferralReason,
            TeamId = await town.Setting.TeamOfAsync("ruth"),
            Reason = "To read what was not meant for us.",
        });

        Assert.Equal("", (await ruth.Sharing.GetReferralAsync(referral)).Referral.ReasonBeyond);
    }

    [Fact]
    public async Task That_one_entry_was_opened_is_told_to_those_who_opened_it_and_those_who_read_it_now()
    {
        var (fiona, ruth, personId, referral) = await TogetherAsync();
        var opening = (await ruth.Sharing.OpenRecordAsync(new()
        {
            PersonId = personId,
            ItemId = referral.ReferralId,
            TeamId = await town.Setting.TeamOfAsync("fiona"),
            Reason = "So that he need not tell it again.",
        })).Opening;
        Assert.Equal(opening, Assert.Single((await ListAsync(fiona)).Openings));

        var close = new CloseRecordRequest { PersonId = personId, OpeningId = opening.OpeningId };
        await ruth.Sharing.CloseRecordAsync(close);
        Assert.Empty((await ListAsync(fiona)).Openings);
        Assert.Single((await ListAsync(ruth)).Openings);
        await fiona.Sharing.CloseRecordAsync(close).NotFoundAsync();

        async Task<ListOpeningsResponse> ListAsync(Caller caller) =>
            await caller.Sharing.ListOpeningsAsync(new() { PersonId = personId });
    }

    [Fact]
    public async Task The_person_opens_a_kind_without_giving_a_reason()
    {
        var (fiona, ruth, personId, referral) = await TogetherAsync();
        var callum = await town.Setting.BindAsync(fiona, personId, "callum");

        var opening = (await callum.Sharing.OpenRecordAsync(new()
        {
            PersonId = personId,
            Kind = V1.RecordKind.ReferralReason,
            TeamId = await town.Setting.TeamOfAsync("ruth"),
        })).Opening;

        Assert.Null(opening.ByTeam);
        Assert.Equal("The rent.", (await ruth.Sharing.GetReferralAsync(referral)).Referral.ReasonBeyond);
        Assert.Equal("The rent.", (await callum.Sharing.GetReferralAsync(referral)).Referral.ReasonBeyond);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_YOUR_OPENING",
            fiona.Sharing.CloseRecordAsync(new() { PersonId = personId, OpeningId = opening.OpeningId }));
        await callum.Sharing.CloseRecordAsync(new() { PersonId = personId, OpeningId = opening.OpeningId });
    }

    [Fact]
    public async Task Opening_asks_for_one_thing_a_reason_a_named_practitioner_and_an_involved_team()
    {
        var (fiona, _, personId, referral) = await TogetherAsync();
        var isla = await town.SignInAsync("isla");
        var request = new OpenRecordRequest
        {
            PersonId = personId,
            Kind = V1.RecordKind.Conversation,
            TeamId = await town.Setting.TeamOfAsync("graeme"),
            Reason = "So that he need not tell it again.",
        };

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "TEAM_NOT_INVOLVED",
            fiona.Sharing.OpenRecordAsync(request));
        request.TeamId = await town.Setting.TeamOfAsync("ruth");
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_NAMED", isla.Sharing.OpenRecordAsync(request));
        request.ItemId = referral.ReferralId;
        await Refusal.ExpectAsync(StatusCode.InvalidArgument, "ONE_OF_KIND_AND_ITEM",
            fiona.Sharing.OpenRecordAsync(request));
        request.ItemId = "";
        request.Reason = "";
        Assert.Equal("reason", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "WORDS_MISSING",
            fiona.Sharing.OpenRecordAsync(request))).Field);
    }

    // A person whom Fiona registered and Ruth's team took up.
    private async Task<(Caller Fiona, Caller Ruth, string PersonId, GetReferralRequest Referral)> TogetherAsync()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var made = (await fiona.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = await town.Setting.TeamOfAsync("ruth"),
            ReasonWhatMatters = "Money first.",
            ReasonBeyond = "The rent.",
            HappenedOn = town.Today,
            WithThePersonsSay = new()
            {
                Voice = new() { SaidBy = Speaker.Person, How = { "spoken" } },
                Said = "Yes.",
            },
        })).Referral;
        await ruth.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = made.ReferralId,
            Practitioners = { new Practitioner { Offer = "Looks at the benefits" } },
        });
        return (fiona, ruth, personId, new() { PersonId = personId, ReferralId = made.ReferralId });
    }
}
