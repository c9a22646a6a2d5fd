using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

[Collection(nameof(Town))]
public sealed class KinTests(Town town)
{
    [Fact]
    public async Task Whoever_declares_a_record_their_familys_sees_it_no_more_as_staff_and_colleagues_go_on()
    {
        var (eileen, sandy) = (await town.SignInAsync("eileen"), await town.SignInAsync("sandy"));
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await eileen.Plan.GetPlanAsync(new() { PersonId = personId });

        var declared = await eileen.Kin.DeclareKinAsync(new() { PersonId = personId, Relation = V1.KinRelation.Family });

        await NothingForAsync(eileen, personId);
        Assert.Equal(personId, Assert.Single(
            (await sandy.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements).PersonId);
        Assert.Contains((await eileen.Kin.ListKinAsync(new() { PageSize = 200 })).Kinships,
            k => k.KinshipId == declared.Kinship.KinshipId && k.StaffName == "Eileen Garvie");
        Assert.DoesNotContain((await sandy.Kin.ListKinAsync(new() { PageSize = 200 })).Kinships,
            k => k.KinshipId == declared.Kinship.KinshipId);
    }

    [Fact]
    public async Task A_referral_of_their_kin_is_not_in_their_inbox()
    {
        var (eileen, shona) = (await town.SignInAsync("eileen"), await town.SignInAsync("shona"));
        var carers = await town.Setting.TeamOfAsync("shona");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        await shona.Kin.DeclareKinAsync(new() { PersonId = personId, Relation = V1.KinRelation.Close });

        var referral = (await eileen.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = carers,
            ReasonWhatMatters = "Some company.",
            HappenedOn = town.Today,
            WithThePersonsSay = new()
            {
                Voice = new() { SaidBy = V1.Speaker.Person, How = { "spoken" } },
                Said = "Aye, ask them.",
            },
        })).Referral;

        Assert.DoesNotContain((await shona.Sharing.ListReferralsAsync(
            new() { TeamId = carers, Box = ReferralBox.Inbox, PageSize = 200 })).Referrals,
            r => r.ReferralId == referral.ReferralId);
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", shona.Sharing.GetReferralAsync(
            new() { PersonId = personId, ReferralId = referral.ReferralId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", shona.Sharing.AcceptReferralAsync(new()
        {
            PersonId = personId,
            ReferralId = referral.ReferralId,
            Practitioners = { new Practitioner { Offer = "A chat." } },
        }));
    }

    [Fact]
    public async Task A_record_nobody_has_is_declared_alike_so_that_nothing_is_told()
    {
        var nadia = await town.SignInAsync("nadia");
        var known = await town.Setting.RegisterPersonAsync(await town.SignInAsync("eileen"));
        var unknown = Guid.NewGuid().ToString();

        var answers = new[]
        {
            await nadia.Kin.DeclareKinAsync(new() { PersonId = known, Relation = V1.KinRelation.Self }),
            await nadia.Kin.DeclareKinAsync(new() { PersonId = unknown, Relation = V1.KinRelation.Self }),
        };

        Assert.Equal([known, unknown], answers.Select(a => a.Kinship.PersonId));
        Assert.Single(answers.Select(a => a.CalculateSize()).Distinct());
        Assert.Equal("person_id", (await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ALREADY_DECLARED", nadia.Kin.DeclareKinAsync(
            new() { PersonId = unknown, Relation = V1.KinRelation.Family }))).Field);
    }

    [Fact]
    public async Task Only_an_administrator_of_the_agency_takes_it_back_and_then_the_record_is_there_again()
    {
        var eileen = await town.SignInAsync("eileen");
        var personId = await town.Setting.RegisterPersonAsync(eileen);
        var kinship = (await eileen.Kin.DeclareKinAsync(
            new() { PersonId = personId, Relation = V1.KinRelation.Close })).Kinship;
        var withdraw = new WithdrawKinRequest
        {
            PersonId = personId,
            KinshipId = kinship.KinshipId,
            Reason = "She meant her neighbour of the same name.",
        };

        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            eileen.Kin.WithdrawKinAsync(withdraw));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            (await town.SignInAsync("moira")).Kin.WithdrawKinAsync(withdraw));
        await NothingForAsync(eileen, personId);
        var alison = await town.SignInAsync("alison");
        await alison.Kin.WithdrawKinAsync(withdraw);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_DECLARED", alison.Kin.WithdrawKinAsync(withdraw));

        Assert.Single((await eileen.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
        Assert.DoesNotContain((await alison.Kin.ListKinAsync(new() { PageSize = 200 })).Kinships,
            k => k.KinshipId == kinship.KinshipId);
    }

    private async Task NothingForAsync(Caller staff, string personId)
    {
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            staff.Sharing.ListInvolvementsAsync(new() { PersonId = personId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            staff.Person.GetPersonAsync(new() { PersonId = personId }, await town.NewestAsync()));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            staff.Plan.GetPlanAsync(new() { PersonId = personId }, await town.NewestAsync()));
        Assert.DoesNotContain((await staff.Sharing.ListPeopleAsync(new() { PageSize = 200 })).People,
            p => p.PersonId == personId);
    }
}
