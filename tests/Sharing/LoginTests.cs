using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Sharing;

[Collection(nameof(Town))]
public sealed class LoginTests(Apart apart)
{
    private readonly Town _town = apart.Town;

    [Fact]
    public async Task A_code_binds_a_sign_in_once_and_the_record_opens_to_the_person()
    {
        var eileen = await _town.SignInAsync("eileen");
        var iris = await _town.SignInAsync("iris");
        var johanna = await _town.SignInAsync("johanna");
        var personId = await _town.Setting.RegisterPersonAsync(eileen);
        var others = await _town.Setting.RegisterPersonAsync(eileen);
        var id = Town.Request(Town.NewRequest());
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            iris.Sharing.ListInvolvementsAsync(new() { PersonId = personId }));

        var printed = await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId }, id);
        var again = await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId }, id);
        var binding = Town.Request(Town.NewRequest());
        var bound = await iris.Sharing.BindLoginAsync(new() { Code = printed.Code.ToUpperInvariant() }, binding);
        var repeat = await iris.Sharing.BindLoginAsync(new() { Code = printed.Code.ToUpperInvariant() }, binding);

        Assert.Equal(printed, again);
        Assert.Matches("^[0-9a-f]{4}(-[0-9a-f]{4}){4}$", printed.Code);
        Assert.Equal(personId, bound.PersonId);
        Assert.Equal(bound, repeat);
        Assert.Single((await iris.Sharing.ListInvolvementsAsync(new() { PersonId = personId })).Involvements);
        var proposed = await iris.Plan.ProposeOutcomeAsync(
            new() { PersonId = personId, Statement = "To get back home" });
        Assert.True(proposed.Outcome.Voice.IsPersonsVoice);

        // Used; and the second record's code would make her two people.
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            johanna.Sharing.BindLoginAsync(new() { Code = printed.Code }));
        var second = await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = others });
        await Refusal.ExpectAsync(StatusCode.FailedPrecondition, "LOGIN_BOUND",
            iris.Sharing.BindLoginAsync(new() { Code = second.Code }));
        Assert.Equal(others, (await johanna.Sharing.BindLoginAsync(new() { Code = second.Code })).PersonId);
    }

    [Fact]
    public async Task Wrong_used_replaced_and_old_codes_are_answered_alike_and_guessing_ends()
    {
        await using var platform = Platform.Only("person", "sharing");
        var setting = new Setting(platform);
        var eileen = await platform.SignInAsync("eileen");
        var (iris, johanna) = (await platform.SignInAsync("iris"), await platform.SignInAsync("johanna"));
        var personId = await setting.RegisterPersonAsync(eileen);
        var replaced = await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId });
        var used = await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId });
        await johanna.Sharing.BindLoginAsync(new() { Code = used.Code });
        var old = await eileen.Sharing.PrintLoginCodeAsync(new() { PersonId = personId });
        platform.Time.Advance(LoginCode.GoodFor);
        var good = await eileen.Sharing.PrintLoginCodeAsync(
            new() { PersonId = await setting.RegisterPersonAsync(eileen) });

        var refusals = new List<Refusal>();
        foreach (var code in new[] { "wrong", replaced.Code, used.Code, old.Code })
        {
            refusals.Add(await Refusal.OfAsync(iris.Sharing.BindLoginAsync(new() { Code = code })));
        }
        Assert.Equal(StatusCode.NotFound, refusals[0].Code);
        Assert.Single(refusals.Distinct());

        for (var tries = refusals.Count; tries < 10; tries++)
        {
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                iris.Sharing.BindLoginAsync(new() { Code = "wrong" }));
        }
        await Refusal.ExpectAsync(StatusCode.ResourceExhausted, "TOO_MANY_TRIES",
            iris.Sharing.BindLoginAsync(new() { Code = good.Code }));
        platform.Time.Advance(TimeSpan.FromDays(1));
        await iris.Sharing.BindLoginAsync(new() { Code = good.Code });
    }

    [Fact]
    public async Task Only_involved_staff_print_and_only_people_bind()
    {
        var (eileen, nadia) = (await _town.SignInAsync("eileen"), await _town.SignInAsync("nadia"));
        var personId = await _town.Setting.RegisterPersonAsync(eileen);

        Assert.Equal(
            await Refusal.OfAsync(nadia.Sharing.PrintLoginCodeAsync(new() { PersonId = Guid.NewGuid().ToString() })),
            await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
                nadia.Sharing.PrintLoginCodeAsync(new() { PersonId = personId })));
        await Refusal.ExpectAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED",
            eileen.Sharing.BindLoginAsync(new() { Code = "anything" }));
    }
}
