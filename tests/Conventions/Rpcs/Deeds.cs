using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PersonalOutcomes.Conventions.Sql;
using PersonalOutcomes.Database;
using PersonalOutcomes.Database.Sqlite;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>
/// What the services do for one call, in order: each statement, each time that the writer is taken, taken back or
/// flushed, and each catching up with another service. A call is known by its trace, which goes with it from service to
/// service, so that whatever else goes on is left out.
/// </summary>
public sealed class Deeds : IDisposable
{
    private static readonly HashSet<string> Writers =
        ["BEGIN IMMEDIATE", "SAVEPOINT work", "ROLLBACK TO work", "RELEASE work", "ROLLBACK", "COMMIT"];

    private readonly ConcurrentDictionary<ActivityTraceId, ConcurrentQueue<(ActivitySpanId In, string What)>> _of = new();
    private readonly SqlRecording _recording;
    private readonly MeterListener _catchUps = new();

    public Deeds(SqlRecording recording, Platform platform)
    {
        _recording = recording;
        _recording.Heard += Hear;
        foreach (var service in Platform.Names.Where(n => n is not ("identity" or "gateway")))
        {
            var writer = ((SqliteDatabase)platform.Services(service).GetRequiredService<IDatabase>()).Writer;
            SQLitePCL.raw.sqlite3_trace(writer.Connection.Handle, (_, text) =>
            {
                if (Writers.Contains(text))
                {
                    Add(text);
                }
            }, null);
        }
        _catchUps.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "personal_outcomes.catch_ups")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _catchUps.SetMeasurementEventCallback<long>((_, _, tags, _) => Add($"catch up with {tags[0].Value}"));
        _catchUps.Start();
    }

    /// <summary>
    /// Makes one call, and tells what was done for it: request by request, since the gateway asks several services at
    /// one time.
    /// </summary>
    public async Task<string> OfAsync(Func<Task> call)
    {
        using var activity = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).Start();
        var deeds = _of[activity.TraceId] = new();
        try
        {
            await call();
        }
        finally
        {
            _of.TryRemove(activity.TraceId, out _);
        }
        return string.Join("\n--\n", deeds.GroupBy(d => d.In)
            .Select(request => string.Join('\n', request.Select(d => d.What))).Order(StringComparer.Ordinal));
    }

    public void Dispose()
    {
        _recording.Heard -= Hear;
        _catchUps.Dispose();
    }

    private void Hear(string sql, object? parameters) => Add(sql);

    private void Add(string what)
    {
        var request = Activity.Current;
        while (request?.Parent is { } outer)
        {
            request = outer;
        }
        if (request is not null && _of.TryGetValue(request.TraceId, out var deeds))
        {
            deeds.Enqueue((request.SpanId, what));
        }
    }
}
