using Grpc.Core;
using PersonalOutcomes.Records.V1;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Gateway;

public sealed class GetOnePageTests(OneRecord one) : IClassFixture<OneRecord>
{
    [Fact]
    public async Task What_matters_and_who_works_with_the_person_stand_on_one_page()
    {
        var answer = await one.Eileen.Record.GetOnePageAsync(new() { PersonId = one.PersonId });

        Assert.Equal(("Somebody", "To be at the bowling again on Thursdays", "Strathmore Council Social Work", ""),
            (answer.Page.PreferredName, answer.Page.Outcomes.Single().Words, answer.Page.Involved.Single().AgencyName,
                answer.Text));
        Assert.Contains("To be at the bowling again on Thursdays", answer.Html);
        Assert.StartsWith("This page shows all that you can see", answer.BeforePrinting);
        // What would tell somebody how to reach the person does not lie on a table.
        Assert.DoesNotContain("never a letter", answer.ToString());
    }

    [Fact]
    public async Task It_is_read_aloud_where_that_is_asked()
    {
        var answer = await one.Eileen.Record.GetOnePageAsync(
            new() { PersonId = one.PersonId, Format = PageFormat.ReadAloud });

        Assert.Equal("", answer.Html);
        Assert.Contains("To be at the bowling again on Thursdays.\n", answer.Text);
    }

    [Fact]
    public async Task Whoever_may_not_see_the_person_gets_no_page()
    {
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            one.Nadia.Record.GetOnePageAsync(new() { PersonId = one.PersonId }));
        await Refusal.ExpectAsync(StatusCode.NotFound, "NOT_FOUND",
            one.Eileen.Record.GetOnePageAsync(new() { PersonId = Guid.NewGuid().ToString() }));
    }

    [Fact]
    public async Task A_format_that_is_none_is_named()
    {
        Assert.Equal("format", (await Refusal.ExpectAsync(StatusCode.InvalidArgument, "CODE_UNKNOWN",
            one.Eileen.Record.GetOnePageAsync(new() { PersonId = one.PersonId, Format = (PageFormat)9 }))).Field);
    }

    [Fact]
    public Task Half_a_plan_is_never_printed() => one.WithoutAsync(["plan"], async () =>
    {
        var once = new Records.V1.RecordService.RecordServiceClient(Channels.Once(one.Platform.Address("gateway")));
        var token = new Metadata { { "authorization", $"Bearer {await one.Platform.TokenAsync("eileen")}" } };

        await Refusal.ExpectAsync(StatusCode.Unavailable, "PAGE_AWAY",
            once.GetOnePageAsync(new() { PersonId = one.PersonId }, token));
    });
}
