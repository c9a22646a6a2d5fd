using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using PersonalOutcomes.Testing.Processes;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.EndToEnd;

/// <summary>A write that was answered: what kind of journal entry it must have left, and about what.</summary>
public sealed record Written(string Type, string ItemId);

/// <summary>
/// A client that proposes, agrees, and plans a step and finishes it, over and over. What is not answered is sent again
/// with the same request id until it is; only what was answered goes into the ledger.
/// </summary>
public sealed class Writer(Processes processes, string personId, ConcurrentQueue<Written> ledger) : IDisposable
{
    /// <summary>How the words of every outcome of its begin; the request's id follows.</summary>
    public const string Proposes = "To be at the choir on Thursdays";

    /// <summary>How the words of every step of its begin.</summary>
    public const string Plans = "Drive her there";

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(processes.Run.Address("plan"));
    private Wire.PlanService.PlanServiceClient? _plan;

    /// <summary>How often something had to be sent again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Writes at this pace until it is asked to stop; what was begun is finished.</summary>
    public async Task WriteAsync(TimeSpan pace, Func<bool> enough)
    {
        using var beat = new PeriodicTimer(pace);
        while (!enough())
        {
            var proposed = (await SureAsync("OutcomeProposed", (plan, headers) => plan.ProposeOutcomeAsync(new()
            {
                PersonId = personId,
                Statement = $"{Proposes} ({headers.GetValue("po-request-id")})",
                Voice = Spoken(),
            }, headers), r => r.Outcome.OutcomeId)).Outcome;
            await beat.WaitForNextTickAsync();
            await SureAsync("OutcomeAgreed", (plan, headers) => plan.AgreeOutcomeAsync(new()
            {
                PersonId = personId,
                OutcomeId = proposed.OutcomeId,
                Etag = proposed.Etag,
                Agreement = new()
                {
                    AgreedBy = Wire.AgreedBy.Person,
                    AskedHow = "read back to her",
                    How = { "spoken" },
                    AgreedOn = "2026-01-05",
                },
            }, headers), r => r.Outcome.OutcomeId);
            await beat.WaitForNextTickAsync();
            var added = (await SureAsync("StepAdded", (plan, headers) => plan.AddStepAsync(new()
            {
                PersonId = personId,
                OutcomeId = proposed.OutcomeId,
                Party = Wire.Party.Family,
                Who = "her husband Tam",
                What = $"{Plans} ({headers.GetValue("po-request-id")})",
                Voice = Spoken(),
            }, headers), r => r.Step.StepId)).Step;
            await beat.WaitForNextTickAsync();
            await SureAsync("StepFinished", (plan, headers) => plan.FinishStepAsync(new()
            {
                PersonId = personId,
                StepId = added.StepId,
                Etag = added.Etag,
                DoneOn = "2026-01-08",
            }, headers), r => r.Step.StepId);
            await beat.WaitForNextTickAsync();
        }
    }

    /// <summary>Closes the channel.</summary>
    public void Dispose() => _channel.Dispose();

    private static Wire.Voice Spoken() => new() { SaidBy = Wire.Speaker.Person, How = { "spoken" } };

    private async Task<T> SureAsync<T>(string type,
        Func<Wire.PlanService.PlanServiceClient, Metadata, AsyncUnaryCall<T>> call, Func<T, string> item)
    {
        var requestId = Guid.NewGuid().ToString();
        T? answer = default;
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                var headers = new Metadata
                {
                    { "po-request-id", requestId },
                    { "authorization", $"Bearer {await processes.Run.TokenAsync(Scene.Practitioner)}" },
                };
                answer = await call(_plan ??= new(_channel), headers);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                Repeats++;
                return false;
            }
        }, TimeSpan.FromMinutes(1), () => $"{type} is answered");
        ledger.Enqueue(new(type, item(answer!)));
        return answer!;
    }
}
