using Grpc.Core;
using PersonalOutcomes.Plans.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Plans;

[Collection(nameof(Together))]
public sealed class ChooseRoleTests(Neighbours neighbours)
{
    [Fact]
    public async Task R18_By_their_own_sign_in_the_person_says_what_part_they_want_and_every_agency_reads_it()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.CallumsAsync());
        var request = Valid.Role(outcome);
        request.Voice = null;

        var chosen = (await neighbours.Callum.Plan.ChooseRoleAsync(request)).ChosenRole;

        Assert.Equal(new V1.ChosenRole
        {
            RoleId = chosen.RoleId,
            Words = "I do the forms, you ring them.",
            Role = "share",
            RoleWords = "they do a share of it",
            Voice = new()
            {
                SaidBy = Speaker.Person,
                How = { "own_sign_in" },
                WrittenBy = Writer.Person,
                IsPersonsVoice = true,
            },
            RecordTime = neighbours.Now(),
        }, chosen);
        foreach (var reader in new[] { neighbours.Fiona, neighbours.Ruth })
        {
            Assert.Equal(new V1.Outcome(outcome) { ChosenRole = chosen }, (await reader.ReadAsync(outcome)).Outcome);
            Assert.Equal(chosen, (await reader.PlanAsync(outcome.PersonId)).Outcomes
                .Single(o => o.OutcomeId == outcome.OutcomeId).ChosenRole);
        }
    }

    [Fact]
    public async Task R18_The_newest_counts_and_what_they_chose_before_stays_readable()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var first = (await neighbours.Fiona.Plan.ChooseRoleAsync(Valid.Role(outcome))).ChosenRole;
        var then = neighbours.Now();
        neighbours.Later();
        var anew = Valid.Role(outcome, "Just tell me when it is done.");
        anew.Role = "";

        var newest = (await neighbours.Ruth.Plan.ChooseRoleAsync(anew)).ChosenRole;

        Assert.Equal(("", ""), (newest.Role, newest.RoleWords));
        var read = await neighbours.Fiona.ReadAsync(outcome);
        Assert.Equal(newest, read.Outcome.ChosenRole);
        Assert.Equal([first], read.EarlierRoles);
        Assert.Equal(outcome.Etag, read.Outcome.Etag);
        Assert.Equal(newest, (await neighbours.Fiona.PlanAsync(outcome.PersonId)).Outcomes.Single().ChosenRole);
        Assert.Equal(first, (await neighbours.Fiona.PlanAsync(outcome.PersonId, then)).Outcomes.Single().ChosenRole);
        Assert.Equal(["OutcomeProposed", "RoleChosen", "RoleChosen"], await neighbours.JournalAsync(outcome.PersonId));
    }

    [Fact]
    public async Task R18_Whoever_acts_for_the_person_says_it_as_themselves()
    {
        var personId = await neighbours.SharedAsync();
        var outcome = await neighbours.ProposeAsync(personId);
        var catriona = await neighbours.RepresentedAsync(personId);
        var request = Valid.Role(outcome);
        request.Voice = null;

        var voice = (await catriona.Plan.ChooseRoleAsync(request)).ChosenRole.Voice;

        Assert.Equal((Speaker.Representative, Writer.Representative, false),
            (voice.SaidBy, voice.WrittenBy, voice.IsPersonsVoice));
    }

    public static TheoryData<Speaker, string, string> NotThePersons => new()
    {
        { Speaker.Practitioner, "", "spoken" },
        { Speaker.Family, "his wife Ann", "spoken" },
        { Speaker.Other, "a friend", "spoken" },
        { Speaker.Person, "", "observed" },
    };

    [Theory]
    [MemberData(nameof(NotThePersons))]
    public async Task R18_A_part_that_the_person_did_not_choose_is_refused(Speaker by, string name, string how)
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = Valid.Role(outcome);
        request.Voice = new() { SaidBy = by, SaidByName = name, How = { how } };

        await neighbours.Fiona.Plan.ChooseRoleAsync(request)
            .RefusedAsync(StatusCode.FailedPrecondition, "PERSON_NOT_ASKED", "voice");

        Assert.Equal(["OutcomeProposed"], await neighbours.JournalAsync(outcome.PersonId));
    }

    [Fact]
    public async Task Withheld_it_is_not_there_for_them_and_neither_is_that_of_a_hidden_outcome()
    {
        var personId = await neighbours.SharedAsync();
        var (open, hidden) = (await neighbours.ProposeAsync(personId),
            await neighbours.ProposeAsync(personId, neighbours.SocialWork));
        var first = (await neighbours.Fiona.Plan.ChooseRoleAsync(Valid.Role(open))).ChosenRole;
        neighbours.Later();
        var kept = Valid.Role(open, "I see to Ann first.");
        kept.WithheldFrom.Add(neighbours.SocialWork);
        var withheld = (await neighbours.Fiona.Plan.ChooseRoleAsync(kept)).ChosenRole;
        var hiddens = (await neighbours.Fiona.Plan.ChooseRoleAsync(Valid.Role(hidden))).ChosenRole;

        var read = await neighbours.Ruth.ReadAsync(open);
        Assert.Equal(first, read.Outcome.ChosenRole);
        Assert.Empty(read.EarlierRoles);
        Assert.Equal(first, Assert.Single((await neighbours.Ruth.PlanAsync(personId)).Outcomes).ChosenRole);
        foreach (var id in new[] { withheld.RoleId, hiddens.RoleId })
        {
            await neighbours.Ruth.Replies("plan").ReplyToEntryAsync(new()
            {
                PersonId = personId,
                ItemId = id,
                Words = "I never said that.",
                Voice = new() { SaidBy = Access.V1.Speaker.Person, How = { "spoken" } },
            }).NotFoundAsync();
        }
        var unknown = new V1.Outcome(hidden) { OutcomeId = Guid.NewGuid().ToString() };
        Assert.Equal((await neighbours.Ruth.Plan.ChooseRoleAsync(Valid.Role(unknown)).NotFoundAsync()).Bytes,
            (await neighbours.Ruth.Plan.ChooseRoleAsync(Valid.Role(hidden)).NotFoundAsync()).Bytes);
    }

    [Fact]
    public async Task Made_in_error_the_one_before_counts_again()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.SharedAsync());
        var first = (await neighbours.Fiona.Plan.ChooseRoleAsync(Valid.Role(outcome))).ChosenRole;
        neighbours.Later();
        var wrong = (await neighbours.Fiona.Plan.ChooseRoleAsync(Valid.Role(outcome, "Leave it."))).ChosenRole;

        await neighbours.Fiona.Entries("plan").EnterInErrorAsync(new()
        {
            PersonId = outcome.PersonId,
            ItemId = wrong.RoleId,
            Reason = Access.V1.MistakeReason.WrongRecord,
        });

        var read = await neighbours.Ruth.ReadAsync(outcome);
        Assert.Equal(first, read.Outcome.ChosenRole);
        Assert.Empty(read.EarlierRoles);
    }

    [Fact]
    public async Task Moved_with_its_outcome_it_stands_there_as_it_was_said_and_alone_it_is_not_moved()
    {
        var (wrong, right) = (await neighbours.SharedAsync(), await neighbours.SharedAsync());
        var outcome = await neighbours.ProposeAsync(wrong);
        var chosen = (await neighbours.Fiona.Plan.ChooseRoleAsync(Valid.Role(outcome))).ChosenRole;
        neighbours.Later();

        await neighbours.Fiona.Entries("plan").MoveItemAsync(
            new() { PersonId = wrong, ItemId = chosen.RoleId, ToPersonId = right })
            .RefusedAsync(StatusCode.FailedPrecondition, "NOT_MOVED", "item_id");
        await neighbours.Fiona.Entries("plan").MoveItemAsync(
            new() { PersonId = wrong, ItemId = outcome.OutcomeId, ToPersonId = right });

        var moved = Assert.Single((await neighbours.Ruth.PlanAsync(right)).Outcomes).ChosenRole;
        Assert.Equal(new V1.ChosenRole(chosen) { RoleId = moved.RoleId }, moved);
        Assert.NotEqual(chosen.RoleId, moved.RoleId);
    }

    [Fact]
    public async Task Set_aside_it_needs_no_part_and_what_cannot_be_achieved_may_have_one()
    {
        var personId = await neighbours.RegisterAsync();
        var (aside, cannot) = (await neighbours.ProposeAsync(personId), await neighbours.ProposeAsync(personId));
        await neighbours.Fiona.Plan.SetOutcomeAsideAsync(Valid.SetAside(aside));
        await neighbours.Fiona.Plan.SayCannotBeAchievedAsync(Valid.Cannot(cannot));

        await neighbours.Fiona.Plan.ChooseRoleAsync(Valid.Role(aside))
            .RefusedAsync(StatusCode.FailedPrecondition, "SET_ASIDE");
        await neighbours.Fiona.Plan.ChooseRoleAsync(Valid.Role(cannot));
    }

    public static TheoryData<string, string, Action<ChooseRoleRequest>> Refusals => new()
    {
        { "WORDS_MISSING", "words", r => r.Words = " " },
        { "WORDS_TOO_LONG", "words", r => r.Words = new string('a', 4001) },
        { "CODE_UNKNOWN", "role", r => r.Role = "patient" },
        { "CODE_MISSING", "voice.said_by", r => r.Voice = null },
        { "CODE_UNKNOWN", "voice.how", r => r.Voice.How.Add("the post") },
        { "ID_MISSING", "outcome_id", r => r.OutcomeId = "" },
        { "ID_MALFORMED", "withheld_from", r => r.WithheldFrom.Add("the choir") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded(
        string reason, string field, Action<ChooseRoleRequest> change)
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var request = Valid.Role(outcome);
        change(request);

        await neighbours.Fiona.Plan.ChooseRoleAsync(request)
            .RefusedAsync(StatusCode.InvalidArgument, reason, field);

        Assert.Equal(["OutcomeProposed"], await neighbours.JournalAsync(outcome.PersonId));
    }

    [Fact]
    public async Task The_same_request_is_done_once_and_another_with_its_id_is_refused()
    {
        var outcome = await neighbours.ProposeAsync(await neighbours.RegisterAsync());
        var (request, id) = (Valid.Role(outcome), Valid.RequestId());

        var first = await neighbours.Fiona.Plan.ChooseRoleAsync(request, id);
        Assert.Equal(first, await neighbours.Fiona.Plan.ChooseRoleAsync(request, id));
        request.Words = "Something else.";
        await neighbours.Fiona.Plan.ChooseRoleAsync(request, id)
            .RefusedAsync(StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id");

        Assert.Equal(["OutcomeProposed", "RoleChosen"], await neighbours.JournalAsync(outcome.PersonId));
    }
}
