using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

// A referral from the day it is made to what came of it, told back to whoever made it and to the person.
// In a town of its own: a sign-in is bound to one record in a town.
public sealed partial class ReferralLoopTests(Town town) : IClassFixture<Town>
{
    [Fact]
    public async Task Whoever_made_it_takes_it_back_and_the_receiver_reads_why()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var made = await ReferAsync(fiona, ruth);
        var request = new WithdrawReferralRequest
        {
            PersonId = made.PersonId,
            ReferralId = made.ReferralId,
            Reason = "His sister has sorted it.",
            Voice = Spoken,
        };

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THE_REFERRER",
            ruth.Sharing.WithdrawReferralAsync(request));
        Assert.Equal(made, await GetAsync(fiona, made));
        var id = Town.Request(Town.NewRequest());
        var answer = await fiona.Sharing.WithdrawReferralAsync(request, id);

        Assert.Equal(answer, await fiona.Sharing.WithdrawReferralAsync(request, id));
        var seen = await GetAsync(ruth, made);
        Assert.Equal((V1.ReferralState.Withdrawn, 1), (seen.State, seen.Turns.Count));
        Assert.NotEqual("", seen.AnswerTime);
        var turn = seen.Turns[0];
        Assert.Equal((V1.ReferralTurnKind.Withdrawn, "Lochside Health Board", "His sister has sorted it."),
            (turn.Kind, turn.ByTeam.AgencyName, turn.Words));
        Assert.True(turn.Voice.IsPersonsVoice);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_WAITING", AcceptAsync(ruth, made));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            ruth.Sharing.ListInvolvementsAsync(new() { PersonId = made.PersonId }));
    }

    [Fact]
    public async Task A_person_refers_themselves_and_takes_back_what_they_made_but_not_what_a_team_made()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var personId = await town.Setting.RegisterPersonAsync(fiona);
        var johanna = await town.Setting.BindAsync(fiona, personId, "johanna");
        var byTeam = await ReferAsync(fiona, ruth, personId);
        var own = (await johanna.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = await town.Setting.TeamOfAsync("ruth"),
            ReasonWhatMatters = "I want to ask for myself.",
            HappenedOn = town.Today,
        })).Referral;

        Assert.Null(own.FromTeam);
        Assert.Equal((true, V1.Writer.Person), (own.WithThePersonsSay.Voice.IsPersonsVoice,
            own.WithThePersonsSay.Voice.WrittenBy));
        Assert.Equal(own, await GetAsync(ruth, own));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", fiona.Sharing.GetReferralAsync(Named(own)));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THE_REFERRER",
            johanna.Sharing.WithdrawReferralAsync(new() { PersonId = personId, ReferralId = byTeam.ReferralId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", fiona.Sharing.WithdrawReferralAsync(
            new() { PersonId = personId, ReferralId = own.ReferralId, Reason = "Hers to take back." }));
        Assert.Equal("voice.said_by", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "NOT_YOUR_VOICE",
            johanna.Sharing.WithdrawReferralAsync(new()
            {
                PersonId = personId,
                ReferralId = own.ReferralId,
                Voice = new() { SaidBy = Speaker.Practitioner },
            }))).Field);
        Assert.Equal(V1.ReferralState.Waiting, (await GetAsync(johanna, own)).State);

        var back = (await johanna.Sharing.WithdrawReferralAsync(
            new() { PersonId = personId, ReferralId = own.ReferralId })).Referral;

        Assert.Equal(V1.ReferralState.Withdrawn, back.State);
        Assert.Equal((null, ""), (back.Turns[0].ByTeam, back.Turns[0].Words));
        Assert.True(back.Turns[0].Voice.IsPersonsVoice);
        Assert.Equal(back, await GetAsync(ruth, own));
        Assert.Equal(V1.ReferralState.Waiting, (await GetAsync(ruth, byTeam)).State);
    }

    [Fact]
    public async Task The_receiver_asks_for_more_and_the_referrer_or_the_person_tells_it()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var made = await ReferAsync(fiona, ruth);
        var callum = await town.Setting.BindAsync(fiona, made.PersonId, "callum");
        var ask = new AskForMoreRequest
        {
            PersonId = made.PersonId,
            ReferralId = made.ReferralId,
            Question = "Who is at home with him?",
        };
        var tell = new AnswerForMoreRequest
        {
            PersonId = made.PersonId,
            ReferralId = made.ReferralId,
            Answer = "His sister.",
        };

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "MORE_NOT_ASKED",
            fiona.Sharing.AnswerForMoreAsync(tell));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THE_RECEIVER",
            fiona.Sharing.AskForMoreAsync(ask));
        var asked = (await ruth.Sharing.AskForMoreAsync(ask)).Referral;
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "MORE_ASKED", ruth.Sharing.AskForMoreAsync(ask));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THE_REFERRER",
            ruth.Sharing.AnswerForMoreAsync(tell));
        Assert.Equal((V1.ReferralState.MoreAsked, ""), (asked.State, asked.AnswerTime));
        Assert.Equal(asked.Turns, (await GetAsync(fiona, made)).Turns);

        await fiona.Sharing.AnswerForMoreAsync(tell);
        Assert.Equal(V1.ReferralState.Waiting, (await GetAsync(ruth, made)).State);
        await ruth.Sharing.AskForMoreAsync(ask);
        tell.Answer = "I am, all day.";
        var told = (await callum.Sharing.AnswerForMoreAsync(tell)).Referral;

        Assert.Equal(V1.ReferralState.Waiting, told.State);
        Assert.Equal(
            [
                (V1.ReferralTurnKind.MoreAsked, "Strathmore Council Social Work", "Who is at home with him?", null),
                (V1.ReferralTurnKind.MoreAnswered, "Lochside Health Board", "His sister.", null),
                (V1.ReferralTurnKind.MoreAsked, "Strathmore Council Social Work", "Who is at home with him?", null),
                (V1.ReferralTurnKind.MoreAnswered, null, "I am, all day.", (bool?)true),
            ],
            (await GetAsync(ruth, made)).Turns.Select(
                t => (t.Kind, t.ByTeam?.AgencyName, t.Words, t.Voice?.IsPersonsVoice)));
    }

    [Fact]
    public async Task What_came_of_it_is_told_to_the_referrer_and_the_person_and_the_record_is_not()
    {
        var (ruth, graeme) = (await town.SignInAsync("ruth"), await town.SignInAsync("graeme"));
        var made = await ReferAsync(ruth, graeme);
        var request = new CompleteReferralRequest
        {
            PersonId = made.PersonId,
            ReferralId = made.ReferralId,
            WhatCameOfIt = "The ramp is in.",
        };

        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_ACCEPTED",
            graeme.Sharing.CompleteReferralAsync(request));
        await AcceptAsync(graeme, made);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THE_RECEIVER",
            ruth.Sharing.CompleteReferralAsync(request));
        await EndAsync(ruth, made.PersonId);
        var outcome = await graeme.Plan.ProposeOutcomeAsync(new()
        {
            PersonId = made.PersonId,
            Statement = "Out of the door by himself",
            Voice = new() { SaidBy = Plans.V1.Speaker.Person, How = { "spoken" } },
        });
        var completed = (await graeme.Sharing.CompleteReferralAsync(request)).Referral;

        Assert.Equal(V1.ReferralState.Completed, completed.State);
        var told = await GetAsync(ruth, made);
        Assert.Equal(completed.Turns, told.Turns);
        Assert.Equal((V1.ReferralState.Completed, "The ramp is in.", "Kirkgate Housing Association"),
            (told.State, told.Turns[^1].Words, told.Turns[^1].ByTeam.AgencyName));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            ruth.Sharing.ListInvolvementsAsync(new() { PersonId = made.PersonId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", ruth.Plan.GetOutcomeAsync(
            new() { PersonId = made.PersonId, OutcomeId = outcome.Outcome.OutcomeId }, Town.Newest));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "ALREADY_COMPLETED",
            graeme.Sharing.CompleteReferralAsync(request));
        Assert.Equal(told, await GetAsync(ruth, made));
    }

    [Fact]
    public async Task Somebody_in_both_teams_acts_for_the_one_whose_part_it_is()
    {
        var ruth = await town.SignInAsync("ruth");
        var own = await town.Setting.TeamOfAsync("ruth");
        var second = (await (await town.Setting.AdministratorAsync(ruth.AgencyId)).Sharing.AddTeamAsync(new()
        {
            AgencyId = ruth.AgencyId,
            Name = "The team next door",
        })).TeamId;
        var personId = await town.Setting.RegisterPersonAsync(ruth);
        await town.Setting.AddStaffAsync(second, "ruth");
        var made = (await ruth.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId,
            ToTeamId = second,
            ReasonWhatMatters = "Money first.",
            HappenedOn = town.Today,
            WithThePersonsSay = new() { Voice = Spoken, Said = "Yes, ask them." },
        })).Referral;

        await ruth.Sharing.AskForMoreAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId, Question = "Who is at home?" });
        await ruth.Sharing.AnswerForMoreAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId, Answer = "His sister." });
        var back = (await ruth.Sharing.WithdrawReferralAsync(
            new() { PersonId = personId, ReferralId = made.ReferralId, Reason = "Solved." })).Referral;

        Assert.Equal([second, own, own], back.Turns.Select(t => t.ByTeam.TeamId));
    }

    [Fact]
    public async Task Whoever_it_is_opened_to_reads_what_was_said_about_it_and_another_team_reads_nothing()
    {
        var (fiona, ruth, shona) =
            (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"), await town.SignInAsync("shona"));
        var made = await ReferAsync(fiona, ruth);
        await AcceptAsync(shona, await ReferAsync(fiona, shona, made.PersonId));
        var asked = (await ruth.Sharing.AskForMoreAsync(
            new() { PersonId = made.PersonId, ReferralId = made.ReferralId, Question = "Is it the rent?" })).Referral;

        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND", shona.Sharing.GetReferralAsync(Named(made)));
        await fiona.Sharing.OpenRecordAsync(new()
        {
            PersonId = made.PersonId,
            Kind = V1.RecordKind.ReferralReason,
            TeamId = await town.Setting.TeamOfAsync("shona"),
            Reason = "They visit together.",
        });

        Assert.Equal(asked.Turns, (await GetAsync(shona, made)).Turns);
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THE_REFERRER",
            shona.Sharing.AnswerForMoreAsync(
                new() { PersonId = made.PersonId, ReferralId = made.ReferralId, Answer = "It is." }));
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "NOT_THE_RECEIVER",
            shona.Sharing.RedirectReferralAsync(await SendOnAsync(made, "graeme")));
        Assert.Equal(V1.ReferralState.MoreAsked, (await GetAsync(fiona, made)).State);
    }

    [Fact]
    public async Task Two_who_answer_at_once_are_not_both_heard()
    {
        var (fiona, ruth) = (await town.SignInAsync("fiona"), await town.SignInAsync("ruth"));
        var made = await ReferAsync(fiona, ruth);
        var back = new WithdrawReferralRequest
        {
            PersonId = made.PersonId,
            ReferralId = made.ReferralId,
            Reason = "Not now.",
        };
        var on = await SendOnAsync(made, "graeme");

        var answers = await Task.WhenAll(
            ReasonAsync(fiona.Sharing.WithdrawReferralAsync(back)),
            ReasonAsync(ruth.Sharing.RedirectReferralAsync(on)),
            ReasonAsync(AcceptAsync(ruth, made)));

        Assert.Equal(["", "NOT_WAITING", "NOT_WAITING"], answers.Order(StringComparer.Ordinal));
        Assert.InRange((await GetAsync(fiona, made)).Turns.Count, 0, 1);
    }

    [Fact]
    public async Task Both_boxes_say_how_many_days_the_person_has_waited()
    {
        var (isla, gillian) = (await town.SignInAsync("isla"), await town.SignInAsync("gillian"));
        var made = await ReferAsync(isla, gillian, null);

        foreach (var (caller, box) in new[] { (isla, ReferralBox.Outbox), (gillian, ReferralBox.Inbox) })
        {
            var listed = (await caller.Sharing.ListReferralsAsync(new()
            {
                TeamId = await town.Setting.TeamOfAsync(caller.User),
                Box = box,
                PageSize = 200,
            })).Referrals.Single(r => r.ReferralId == made.ReferralId);
            Assert.Equal(9, listed.WaitingDays);
            Assert.Equal(listed, await GetAsync(caller, made));
        }
    }

    private static Voice Spoken => new() { SaidBy = Speaker.Person, How = { "spoken" } };

    private static GetReferralRequest Named(V1.Referral referral) =>
        new() { PersonId = referral.PersonId, ReferralId = referral.ReferralId };

    private static async Task<V1.Referral> GetAsync(Caller caller, V1.Referral referral) =>
        (await caller.Sharing.GetReferralAsync(Named(referral))).Referral;

    private static AsyncUnaryCall<AcceptReferralResponse> AcceptAsync(Caller caller, V1.Referral referral) =>
        caller.Sharing.AcceptReferralAsync(new()
        {
            PersonId = referral.PersonId,
            ReferralId = referral.ReferralId,
            Practitioners = { new V1.Practitioner { Offer = "I listen" } },
        });

    private static async Task<string> ReasonAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return "";
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? refused.Message;
        }
    }

    private async Task EndAsync(Caller caller, string personId)
    {
        var team = await town.Setting.TeamOfAsync(caller.User);
        var own = (await caller.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements
            .Single(i => i.Team.TeamId == team);
        await caller.Sharing.EndInvolvementAsync(new()
        {
            PersonId = personId,
            InvolvementId = own.InvolvementId,
            Reason = "Others look after it.",
        });
    }

    private async Task<V1.Referral> ReferAsync(
        Caller by, Caller to, string? personId = null, params string[] withheldFrom) =>
        (await by.Sharing.MakeReferralAsync(new()
        {
            PersonId = personId ?? await town.Setting.RegisterPersonAsync(by),
            ToTeamId = await town.Setting.TeamOfAsync(to.User),
            ReasonWhatMatters = "Money first.",
            ReasonBeyond = "He is behind with the rent.",
            HappenedOn = town.Platform.Time.GetUtcNow().AddDays(-9).ToString("yyyy-MM-dd", null),
            WithThePersonsSay = new() { Voice = Spoken, Said = "Yes, ask them." },
            WithheldFrom = { withheldFrom },
        })).Referral;
}
