using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// Every rpc's valid request with one thing about it changed: refused with the right status, reason and field, nothing
/// recorded, and the valid one is accepted afterwards.
/// </summary>
[Collection(nameof(Town))]
public sealed partial class RefusalTests(Town town)
{
    public static TheoryData<string> Files => [.. RequestFile.All.Keys];

    public static TheoryData<string> WithEtag =>
        [.. RequestFile.All.Where(f => f.Value.With.ContainsKey("etag")).Select(f => f.Key)];

    public static TheoryData<string> WithStates =>
        [.. RequestFile.All.Where(f => f.Value.States.Length > 0).Select(f => f.Key)];

    [Theory, MemberData(nameof(Files))]
    public Task A_token_that_does_not_hold_is_refused(string name) => InAsync(name, async (rpc, file, scene) =>
    {
        var request = await scene.FillAsync(rpc, file.With);
        var forged = new Forged(scene.Platform, await scene.Platform.TokenAsync(file.As));
        foreach (var (what, token, reason) in forged.All)
        {
            Assert.Equal((what, StatusCode.Unauthenticated, reason, "authorization"), await AnswerAsync(what,
                scene.Send(rpc, token, request, NewRequest())));
        }
        Assert.Equal((0, 0), scene.Left(rpc));
        await scene.Send(rpc, forged.Anew, request, NewRequest());
    });

    [Theory, MemberData(nameof(Files))]
    public Task What_is_missing_or_wrong_is_named(string name) => InAsync(name, async (rpc, file, scene) =>
    {
        var request = await scene.FillAsync(rpc, file.With);
        var wrong = file.Needed.Keys.Except(Leaf.Of(request).Select(l => l.Path)).Where(k => k != "po-request-id")
            .Select(k => $"{k} is said to be needed and is not in the request").ToList();
        foreach (var leaf in Leaf.Of(request))
        {
            if (file.Needed.TryGetValue(leaf.Path, out var reason))
            {
                // NOT_ENOUGH identifier: another field is named.
                var (why, named) = reason.Split(' ') is [var first, var other] ? (first, other) : (reason, leaf.Path);
                Expect($"without {leaf.Path}", why, named,
                    await AnswerAsync("", await scene.CallAsync(rpc, file.As, leaf.Without(request), NewRequest())));
            }
            if (leaf.Field.FieldType == FieldType.String && leaf.Field.Name != "etag")
            {
                Expect($"{leaf.Path} too long", null, leaf.Path, await AnswerAsync("",
                    await scene.CallAsync(rpc, file.As, leaf.With(request, new string('x', 20_001)), NewRequest())));
            }
            if (leaf.Field.FieldType == FieldType.Enum)
            {
                Expect($"{leaf.Path} of no known value", "CODE_UNKNOWN", leaf.Path, await AnswerAsync("",
                    await scene.CallAsync(rpc, file.As, leaf.With(request, 99), NewRequest())));
            }
            if (leaf.Field.Name.EndsWith("_on", StringComparison.Ordinal))
            {
                Expect($"{leaf.Path} no day", "DAY_MALFORMED", leaf.Path, await AnswerAsync("",
                    await scene.CallAsync(rpc, file.As, leaf.With(request, "2026-02-30"), NewRequest())));
            }
        }
        Expect("a purpose that is none", "CODE_UNKNOWN", "po-purpose", await AnswerAsync("",
            await scene.CallAsync(rpc, file.As, request, NewRequest(), "curiosity")));
        if (file.HasEffect)
        {
            Expect("no request id", "REQUEST_ID_MISSING", "po-request-id", await AnswerAsync("",
                await scene.CallAsync(rpc, file.As, request)));
            Expect("request id too long", "WORDS_TOO_LONG", "po-request-id", await AnswerAsync("",
                await scene.CallAsync(rpc, file.As, request, new string('x', 101))));
        }
        Repository.Nothing(wrong);
        Assert.Equal((0, 0), scene.Left(rpc));
        await scene.AcceptedAsync(rpc, file.As, request, NewRequest());

        void Expect(string what, string? reason, string field,
            (string, StatusCode Code, string Reason, string Field) answer)
        {
            if (answer.Code is not (StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
                || (reason is not null && answer.Reason != reason)
                || !Names(answer.Field, field))
            {
                wrong.Add($"{what}: {answer.Code} {answer.Reason} {answer.Field}");
            }
        }
    });

    [Theory, MemberData(nameof(Files))]
    public Task What_is_not_said_to_be_needed_may_be_left_out(string name) => InAsync(name, async (rpc, file, scene) =>
    {
        var places = Leaf.Of(await scene.FillAsync(rpc, file.With)).Select(l => l.Path).Distinct()
            .Where(path => !file.Needed.ContainsKey(path)
                && !file.Needed.Keys.Any(n => n.StartsWith(path + ".", StringComparison.Ordinal)));
        Repository.Nothing((await Task.WhenAll(places.Select(async path =>
        {
            await using var own = await scene.AnewAsync();
            var request = await own.FillAsync(rpc, file.With);
            var answer = await AnswerAsync("", await own.CallAsync(rpc, file.As,
                Leaf.Of(request).First(l => l.Path == path).Without(request), file.HasEffect ? NewRequest() : null));
            return (path, answer);
        }))).Where(a => a.answer.Code != StatusCode.OK)
            .Select(a => $"without {a.path}: {Said(a.answer)} {a.answer.Field}"));
    });

    [Theory, MemberData(nameof(Files))]
    public Task What_a_caller_may_not_see_does_not_exist(string name) => InAsync(name, async (rpc, file, scene) =>
    {
        var request = await scene.FillAsync(rpc, file.With);
        var ids = Leaf.Of(request).Where(l => l.IsId).ToList();
        Repository.Nothing((await Task.WhenAll(ids.Select(async id =>
        {
            await using var own = await scene.AnewAsync();
            var unknown = await AnswerAsync("", await own.CallAsync(rpc, file.As,
                id.With(await own.FillAsync(rpc, file.With), Guid.NewGuid().ToString()), NewRequest()));
            var malformed = await AnswerAsync("", await own.CallAsync(rpc, file.As,
                id.With(await own.FillAsync(rpc, file.With), "not an id"), NewRequest()));
            return (id.Path, unknown, malformed);
        }))).SelectMany(a => new[]
        {
            // A team may be withheld from of which this service has not heard yet.
            Said(a.unknown) == (a.Path.EndsWith("withheld_from", StringComparison.Ordinal)
                ? "OK" : file.Unknown.GetValueOrDefault(a.Path, "NOT_FOUND NOT_FOUND"))
                ? "" : $"{a.Path} unknown: {Said(a.unknown)} {a.unknown.Field}",
            a.malformed.Reason == "ID_MALFORMED" && Names(a.malformed.Field, a.Path)
                ? "" : $"{a.Path} malformed: {Said(a.malformed)} {a.malformed.Field}",
        }).Where(w => w.Length > 0));
        if (file.Stranger.Length > 0)
        {
            var nothing = ids.Aggregate(request, (r, id) => id.With(r, Guid.NewGuid().ToString()));
            var before = scene.Left(rpc);
            var unknown = await Refusal.OfAsync(await scene.CallAsync(rpc, file.Stranger, nothing, NewRequest()));
            var hidden = await Refusal.OfAsync(await scene.CallAsync(rpc, file.Stranger, request, NewRequest()));
            Assert.Equal(unknown, hidden);
            Assert.Equal((StatusCode.NotFound, "NOT_FOUND", null), hidden.Facts);
            Assert.Equal(before, scene.Left(rpc));
        }
        await scene.AcceptedAsync(rpc, file.As, request, NewRequest());
    });

    [Theory, MemberData(nameof(WithEtag))]
    public Task A_stale_etag_is_refused(string name) => InAsync(name, async (rpc, file, scene) =>
    {
        var request = await scene.FillAsync(rpc, file.With);
        foreach (var etag in Leaf.Of(request).Where(l => l.Field.Name == "etag"))
        {
            var own = (string)etag.Value(request);
            foreach (var stale in new[] { own[..^2] + (own.EndsWith("AA", StringComparison.Ordinal) ? "BB" : "AA"), "x",
                new string('x', 20_001) })
            {
                Assert.Equal(("", StatusCode.Aborted, "ETAG_STALE", "etag"), await AnswerAsync("",
                    await scene.CallAsync(rpc, file.As, etag.With(request, stale), NewRequest())));
            }
        }
        Assert.Equal((0, 0), scene.Left(rpc));
        await scene.AcceptedAsync(rpc, file.As, request, NewRequest());
    });

    [Theory, MemberData(nameof(WithStates))]
    public Task A_forbidden_state_is_refused(string name) => InAsync(name, async (rpc, file, scene) =>
    {
        foreach (var state in file.States)
        {
            await using var own = await scene.AnewAsync();
            await own.TellAsync(state.First);
            // What another service told is no answer of chance.
            if (rpc.Service != "gateway")
            {
                await own.LevelAsync(rpc.Service);
            }
            var before = own.Entries(rpc);
            var request = await own.FillAsync(rpc, RequestFile.Merged(file.With, state.With));
            var answer = await AnswerAsync("", await own.CallAsync(
                rpc, state.As.Length > 0 ? state.As : file.As, request, NewRequest()));
            Assert.Equal(state.Answer, Said(answer));
            Assert.Equal(before, own.Entries(rpc));
        }
    });

    [Theory, MemberData(nameof(Files))]
    public Task A_request_is_accepted_once_and_leaves_its_entry(string name) => InAsync(name, async (rpc, file, scene) =>
    {
        var request = await scene.FillAsync(rpc, file.With);
        var id = NewRequest();
        var first = await scene.AcceptedAsync(rpc, file.As, request, id);
        var (writes, reads) = scene.Left(rpc);
        Assert.Equal(file.HasEffect, writes > 0);
        if (!file.HasEffect)
        {
            Assert.Equal(file.Entry, reads > 0);
            return;
        }
        Assert.Equal(first, await scene.AcceptedAsync(rpc, file.As, request, id));
        Assert.Equal(writes, scene.Left(rpc).Writes);

        var other = file.OtherBody is { } changes
            ? await scene.FillAsync(rpc, RequestFile.Merged(file.With, changes))
            : rpc.Method.InputType.Fields.InDeclarationOrder().Count > 0 ? Longer(request) : request;
        if (rpc.Method.InputType.Fields.InDeclarationOrder().Count > 0)
        {
            Assert.Equal(("", StatusCode.AlreadyExists, "REQUEST_ID_USED", "po-request-id"),
                await AnswerAsync("", await scene.CallAsync(rpc, file.As, other, id)));
        }
        Assert.Equal(writes, scene.Left(rpc).Writes);

        if (file.Other.Length > 0)
        {
            await using var own = await scene.AnewAsync();
            await own.AcceptedAsync(rpc, file.Other, await own.FillAsync(rpc, file.With), id);
            Assert.Equal(writes, own.Left(rpc).Writes);
        }
    });

    // A field within the one that is missing may be named, and where it stands in a list: views[0].voice.said_by.
    private static bool Names(string said, string field)
    {
        var plain = Place().Replace(said, "");
        return plain == field || plain.StartsWith(field + ".", StringComparison.Ordinal);
    }

    private static string NewRequest() => Guid.NewGuid().ToString();

    private static string Said((string, StatusCode Code, string Reason, string Field) answer) =>
        answer.Code == StatusCode.OK ? "OK" : $"{Canonical(answer.Code)} {answer.Reason}";

    private static string Canonical(StatusCode code) => ((Google.Rpc.Code)(int)code) switch
    {
        Google.Rpc.Code.NotFound => "NOT_FOUND",
        Google.Rpc.Code.InvalidArgument => "INVALID_ARGUMENT",
        Google.Rpc.Code.FailedPrecondition => "FAILED_PRECONDITION",
        Google.Rpc.Code.PermissionDenied => "PERMISSION_DENIED",
        Google.Rpc.Code.ResourceExhausted => "RESOURCE_EXHAUSTED",
        _ => code.ToString(),
    };

    private static IMessage Longer(IMessage request)
    {
        var words = Leaf.Of(request).First(l => l.Field.FieldType == FieldType.String && !l.IsId
            && l.Field.Name is not ("etag" or "how") && !l.Field.Name.EndsWith("_on", StringComparison.Ordinal));
        return words.With(request, words.Value(request) + " And more.");
    }

    private static async Task<(string What, StatusCode Code, string Reason, string Field)> AnswerAsync(
        string what, AsyncUnaryCall<IMessage> call)
    {
        try
        {
            await call;
            return (what, StatusCode.OK, "", "");
        }
        catch (RpcException refused)
        {
            var details = refused.GetRpcStatus();
            return (what, refused.StatusCode, details?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? "",
                details?.GetDetail<Google.Rpc.BadRequest>()?.FieldViolations[0].Field ?? "");
        }
    }

    private async Task InAsync(string name, Func<Rpc, RequestFile, Scene, Task> facts)
    {
        var (rpc, file) = (Rpc.All[name], RequestFile.All[name]);
        await using var scene = await Scene.MakeAsync(town, file);
        await facts(rpc, file, scene);
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Place();
}
