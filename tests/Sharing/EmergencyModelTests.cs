using CsCheck;
using Grpc.Core;
using PersonalOutcomes.Sharing.V1;
using PersonalOutcomes.Testing;
using Xunit.Abstractions;

namespace PersonalOutcomes.Sharing;

/// <summary>Whatever is tried in whatever order, nobody reads what is not open to them.</summary>
public sealed class EmergencyModelTests(ITestOutputHelper output)
{
    private static readonly TimeSpan[] Steps =
        [.. new[] { 1, 5, 12, 29, 30, 31, 60, 24 * 60, 5 * 24 * 60 }.Select(m => TimeSpan.FromMinutes(m))];

    private static readonly TimeSpan[] BackSteps =
        [.. new[] { 1, 10, 29, 31, 60, 24 * 60 }.Select(m => TimeSpan.FromMinutes(m))];

    private static readonly Gen<Tried> Any = Gen.Frequency(
        (16, By(Try.Open, 0, 2)), (12, By(Try.Agree, 0, 2)), (6, By(Try.Close, 0, 2)), (6, By(Try.Review, 2, 3)),
        (16, By(Try.Read, 0, 2)), (6, Moved(Try.Forward, Steps)), (1, Moved(Try.Back, BackSteps)),
        (1, Gen.Const(new Tried(Try.Restart, 0, 0, 0, default))));

    [Fact]
    public void No_escape_by_ten_thousand_random_sequences()
    {
        var (opened, agreed, read) = (0, 0, 0);
        Any.List[1, 60].Sample(sequence =>
        {
            var model = new EmergencyModel(new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
            foreach (var tried in sequence)
            {
                model.Do(tried);
            }
            var seen = model.Seen;
            Interlocked.Add(ref opened, seen.Opened);
            Interlocked.Add(ref agreed, seen.Agreed);
            Interlocked.Add(ref read, seen.Read);
        }, iter: 10_000);
        output.WriteLine($"10,000 sequences: {opened} opened, {agreed} of them by a second person, {read} read");
        // A model that opens nothing lets nothing escape.
        Assert.True(opened > 10_000 && agreed > 500 && read > 1_000);
    }

    [Fact]
    public async Task The_services_answer_every_try_as_the_rules_do()
    {
        await using var ward = await Ward.OfItsOwnAsync();
        var sequences = new List<List<Tried>>();
        Any.List[8, 20].Sample(s =>
        {
            lock (sequences)
            {
                sequences.Add(s);
            }
        }, iter: 30);
        var answers = 0;
        foreach (var sequence in sequences.Take(30))
        {
            answers += await PlayAsync(ward, sequence);
        }
        output.WriteLine($"{answers} answers were those of the rules");
    }

    private static async Task<int> PlayAsync(Ward ward, List<Tried> sequence)
    {
        await ward.OnMondayAsync();
        var model = new EmergencyModel(ward.Time.GetUtcNow());
        string[] people = [ward.PersonId, await ward.SomebodyAsync(), await ward.SomebodyAsync(),
            await ward.SomebodyAsync()];
        await ward.KinAsync(ward.Ruth, people[EmergencyModel.CloseToTheFirst]);
        await ward.RestrictAsync(ward.Ruth.AgencyId, people[EmergencyModel.Restricts]);
        Caller[] callers = [ward.Ruth, ward.Sandy, ward.Gillian, ward.Craig];
        var asked = new List<V1.Emergency>();
        var done = new List<string>();
        foreach (var tried in sequence)
        {
            // Staff have been in their team for a week: further back nobody is known.
            if (tried.What == Try.Back && model.SetBack + tried.Time > TimeSpan.FromDays(5))
            {
                continue;
            }
            var expected = model.Do(tried);
            var answer = await AnswerAsync(ward, tried, callers[tried.Who], people, asked);
            done.Add($"{tried}: {answer}");
            Assert.True(expected == answer, $"{expected} expected of the last of\n{string.Join('\n', done)}");
            await SeenEverywhereAsync(ward, tried.What);
        }
        ward.Time.Set(model.SetBack);
        return done.Count;
    }

    // A service has seen a time when a call came in at it; and what was given back has to reach it.
    private static async Task SeenEverywhereAsync(Ward ward, Try what)
    {
        if (what == Try.Close)
        {
            await ward.LevelAsync();
        }
        if (what is Try.Forward or Try.Restart)
        {
            await Ward.GoesAsync(ward.Fiona.Sharing.ListInvolvementsAsync(new() { PersonId = ward.PersonId }));
            await Ward.GoesAsync(ward.Fiona.Person.GetPersonAsync(new() { PersonId = ward.PersonId }));
            await Ward.GoesAsync(ward.Fiona.Plan.GetPlanAsync(new() { PersonId = ward.PersonId }));
        }
    }

    private static async Task<string> AnswerAsync(
        Ward ward, Tried tried, Caller caller, string[] people, List<V1.Emergency> asked)
    {
        var picked = asked.Count > 0 ? asked[^(1 + (tried.Pick % asked.Count))] : null;
        try
        {
            switch (tried.What)
            {
                case Try.Open:
                    var opened = await ward.OpenAsync(caller, people[tried.About]);
                    if (asked.TrueForAll(e => e.EmergencyId != opened.EmergencyId))
                    {
                        asked.Add(opened);
                    }
                    return $"{opened.State}";
                case Try.Agree when picked is not null:
                    return $"{(await caller.Emergency.AgreeEmergencyAsync(
                        Ward.Named<AgreeEmergencyRequest>(picked))).Emergency.State}";
                case Try.Close when picked is not null:
                    return $"{(await caller.Emergency.CloseEmergencyAsync(
                        Ward.Named<CloseEmergencyRequest>(picked))).Emergency.State}";
                case Try.Review when picked is not null:
                    var review = Ward.Named<ReviewEmergencyRequest>(picked);
                    (review.Finding, review.Words) = (V1.EmergencyFinding.Right, "It was.");
                    return $"{(await caller.Emergency.ReviewEmergencyAsync(review)).Emergency.State}";
                case Try.Read:
                    return await ward.ReadsAsync(caller, people[tried.About]) switch
                    {
                        Ward.Everywhere => "read",
                        Ward.Nowhere => "NOT_FOUND",
                        var some => some,
                    };
                case Try.Forward:
                    ward.Time.Advance(tried.Time);
                    return "";
                case Try.Back:
                    ward.Time.Set(-tried.Time);
                    return "";
                case Try.Restart:
                    await ward.RestartAsync("sharing", "person", "plan");
                    return "";
                default:
                    return "";
            }
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? refused.Message;
        }
    }

    private static Gen<Tried> By(Try what, int from, int to) => Gen.Select(Gen.Int[from, to], Gen.Int[0, 3],
        Gen.Int[0, 3], (who, about, pick) => new Tried(what, who, about, pick, default));

    private static Gen<Tried> Moved(Try what, TimeSpan[] steps) =>
        Gen.Int[0, steps.Length - 1].Select(i => new Tried(what, 0, 0, 0, steps[i]));
}
