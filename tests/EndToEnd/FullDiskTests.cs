using Grpc.Core;
using PersonalOutcomes.Testing.Processes;
using Wire = PersonalOutcomes.Reviews.V1;

namespace PersonalOutcomes.EndToEnd;

/// <summary>A full disk: writes are refused, reads too since their entry can't be kept; then it heals.</summary>
[Collection(nameof(Processes))]
public sealed class FullDiskTests(Processes processes)
{
    [Fact]
    public async Task A_full_disk_refuses_writes_and_reads_and_heals_without_a_restart()
    {
        if (processes.SmallDisk is not { } disk)
        {
            // Only the superuser may mount one; the storage tests take the same path by a limit on pages.
            return;
        }
        var review = new Wire.ReviewService.ReviewServiceClient(
            await Scene.ToAsync(processes.Run, "review", Scene.Practitioner));
        var (answered, process) = (new HashSet<string>(), processes.Run.ProcessOf("review"));
        await RecordAsync(review, answered);

        disk.Fill();
        var refused = StatusCode.OK;
        await Eventually.TrueAsync(async () => (refused = await RecordAsync(review, answered)) != StatusCode.OK,
            TimeSpan.FromSeconds(30), () => "a write is refused");
        Assert.Equal(StatusCode.ResourceExhausted, refused);
        // The entry of a read is smaller than a review, and may still fit where the review did not.
        await Eventually.TrueAsync(async () => (refused = await StatusAsync(() => ListAsync(review))) != StatusCode.OK,
            TimeSpan.FromSeconds(30), () => "a read is refused");
        Assert.Equal(StatusCode.ResourceExhausted, refused);

        disk.Empty();
        Assert.Equal(StatusCode.OK, await RecordAsync(review, answered));
        Assert.Equal(answered, await ListAsync(review));
        Assert.Equal(process, processes.Run.ProcessOf("review"));
        Assert.Equal(0, await Scene.BrokenAtAsync(processes.Run, "review"));
    }

    private Task<StatusCode> RecordAsync(Wire.ReviewService.ReviewServiceClient review, HashSet<string> answered) =>
        StatusAsync(async () => answered.Add((await review.RecordReviewAsync(new()
        {
            PersonId = processes.Scene.People[2],
            HappenedOn = "2026-01-08",
            WhatTheConversationChanged = new()
            {
                Words = new string('x', 4000),
                Voice = new() { SaidBy = Wire.Speaker.Person, How = { "spoken" } },
            },
        }, Once())).Review.ReviewId));

    private async Task<HashSet<string>> ListAsync(Wire.ReviewService.ReviewServiceClient review)
    {
        var all = new HashSet<string>();
        var page = new Wire.ListReviewsResponse();
        do
        {
            page = await review.ListReviewsAsync(
                new() { PersonId = processes.Scene.People[2], PageToken = page.NextPageToken });
            all.UnionWith(page.Reviews.Select(r => r.ReviewId));
        }
        while (page.NextPageToken.Length > 0);
        return all;
    }

    private static Metadata Once() => new() { { "po-request-id", Guid.NewGuid().ToString() } };

    private static async Task<StatusCode> StatusAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
