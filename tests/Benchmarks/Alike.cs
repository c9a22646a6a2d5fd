using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using PersonalOutcomes.Testing.Processes;
using MergeClient = PersonalOutcomes.Sharing.V1.MergeService.MergeServiceClient;
using SharingClient = PersonalOutcomes.Sharing.V1.SharingService.SharingServiceClient;
using WishClient = PersonalOutcomes.Sharing.V1.WishService.WishServiceClient;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Benchmarks;

/// <summary>
/// Whether the time that a refusal takes tells somebody from nobody: a practitioner asks for the plans of people who are
/// not there for them, in random order, and the spread of the times is compared, beside that of two samples of one
/// kind.
/// </summary>
internal static class Alike
{
    private const string Rpc = "/personal_outcomes.plan.v1.PlanService/GetPlan", NotFound = "5", Unavailable = "14";
    private const int Each = 2000, People = 12;

    // Two samples of nobody: what is compared is compared with how far these are apart.
    private static readonly string[] Kinds = ["unknown", "unknown again", "hidden", "merged", "not allowed"];

    public static async Task MeasureAsync(Table table)
    {
        await using var run = await LocalRun.StartAsync();
        var scene = await Scene.SetAsync(run, people: People * 4);
        var people = scene.People.Chunk(People).ToList();
        var (hidden, merged, seen, notAllowed) = (people[0], people[1], people[2], people[3]);
        foreach (var person in hidden)
        {
            await InvolveAsync(run, scene, person, "homecare", "nadia");
            await new WishClient(await Scene.ToAsync(run, "sharing", Scene.Practitioner)).RestrictAsync(
                new() { PersonId = person, FromId = scene.Teams["homecare"], Voice = Spoken() }, Once());
        }
        foreach (var (person, other) in merged.Zip(seen))
        {
            await InvolveAsync(run, scene, other, "homecare", "nadia");
            await InvolveAsync(run, scene, other, "carers", "shona");
            var merge = await new MergeClient(await Scene.ToAsync(run, "sharing", "rory")).ProposeMergeAsync(
                new() { PersonId = person, OtherPersonId = other, Reason = "The same laugh." }, Once());
            await new MergeClient(await Scene.ToAsync(run, "sharing", "craig")).AgreeMergeAsync(
                new() { PersonId = person, MergeId = merge.Merge.MergeId }, Once());
        }
        await Scene.KnownEverywhereAsync(run);

        var seed = Random.Shared.Next();
        var random = new Random(seed);
        (int Kind, byte[] Request)[] calls =
        [
            .. from kind in Enumerable.Range(0, Kinds.Length)
               from i in Enumerable.Range(0, Each)
               let person = kind switch
               {
                   2 => hidden[i % People],
                   3 => merged[i % People],
                   4 => notAllowed[i % People],
                   _ => Guid.NewGuid().ToString(),
               }
               select (kind, new Wire.GetPlanRequest { PersonId = person }.ToByteArray()),
        ];
        random.Shuffle(calls);
        var token = await run.TokenAsync("nadia");
        // The first calls run code that is not compiled to the full yet.
        Ask(run, token, [.. calls.Take(Each)]);
        var load = Table.LoadAverage();
        var (took, asked) = Ask(run, token, calls);

        table.Part($"Who is not there for the caller, {Each} times each, seed {seed}", 1, load);
        table.Add("unknown: p50, p99 (ms)", Spread(took[0]));
        foreach (var kind in Enumerable.Range(1, Kinds.Length - 1))
        {
            table.Add($"unknown against {Kinds[kind]}: Kolmogorov–Smirnov", Table.Number(Distance(took[0], took[kind])));
            table.Add($"{Kinds[kind]}: p50, p99 (ms)", Spread(took[kind]));
        }
        table.Add("two samples of one kind stay below, 19 times of 20", Table.Number(1.358 * Math.Sqrt(2.0 / Each)));
        table.Add("asked again, because a copy was not level in time", $"{asked - calls.Length}");
    }

    // The milliseconds that each call took, by kind, and how often it was asked.
    private static (double[][] Took, int Asked) Ask(LocalRun run, string token, (int Kind, byte[] Request)[] calls)
    {
        var (took, next, asked) = (new double[calls.Length], -1, 0);
        Exception? failed = null;
        var threads = Enumerable.Range(0, Bench.Callers).Select(_ => new Thread(() =>
        {
            try
            {
                using var caller = new Caller(run.Address("plan"), Rpc, token);
                for (var i = Interlocked.Increment(ref next); i < calls.Length && failed is null;
                    i = Interlocked.Increment(ref next))
                {
                    string status;
                    do
                    {
                        Interlocked.Increment(ref asked);
                        var since = Stopwatch.GetTimestamp();
                        (status, var answer, var fields) = caller.Ask("", calls[i].Request);
                        took[i] = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
                        if (answer.Length > 0 || status is not (NotFound or Unavailable))
                        {
                            throw new InvalidOperationException($"{Kinds[calls[i].Kind]}: {fields}");
                        }
                    }
                    while (status == Unavailable);
                }
            }
            catch (Exception e)
            {
                failed = e;
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return failed is null
            ? ([.. Enumerable.Range(0, Kinds.Length).Select(kind => took.Where((_, i) => calls[i].Kind == kind).ToArray())],
                asked)
            : throw new InvalidOperationException("Not one of these is there for the caller.", failed);
    }

    /// <summary>The greatest distance between the shares of two samples that lie below any one value.</summary>
    private static double Distance(double[] one, double[] other)
    {
        var (a, b) = (one.Order().ToArray(), other.Order().ToArray());
        var (i, j, most) = (0, 0, 0.0);
        while (i < a.Length && j < b.Length)
        {
            var value = Math.Min(a[i], b[j]);
            for (; i < a.Length && a[i] <= value; i++)
            {
            }
            for (; j < b.Length && b[j] <= value; j++)
            {
            }
            most = Math.Max(most, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }
        return most;
    }

    private static string Spread(double[] took) =>
        $"{Table.Number(Load.At(took, 0.5))}, {Table.Number(Load.At(took, 0.99))}";

    private static async Task InvolveAsync(LocalRun run, Scene scene, string person, string team, string user)
    {
        var made = await new SharingClient(await Scene.ToAsync(run, "sharing", Scene.Practitioner)).MakeReferralAsync(
            new()
            {
                PersonId = person,
                ToTeamId = scene.Teams[team],
                ReasonWhatMatters = "To stay where she is.",
                HappenedOn = "2026-01-06",
                WithThePersonsSay = new() { Voice = Spoken(), Said = "Aye, ask them." },
            }, Once());
        await new SharingClient(await Scene.ToAsync(run, "sharing", user)).AcceptReferralAsync(
            new()
            {
                PersonId = person,
                ReferralId = made.Referral.ReferralId,
                Practitioners = { new Sharing.V1.Practitioner { Offer = "A hand in the mornings." } },
            }, Once());
    }

    private static Sharing.V1.Voice Spoken() => new() { SaidBy = Sharing.V1.Speaker.Person, How = { "spoken" } };

    private static Metadata Once() => new() { { "po-request-id", Guid.NewGuid().ToString() } };
}
