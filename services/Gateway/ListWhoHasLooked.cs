using System.Globalization;
using Grpc.Core;
using PersonalOutcomes.Access.V1;
using PersonalOutcomes.Callers;
using PersonalOutcomes.Problems;
using PersonalOutcomes.Sharing.V1;
using Wire = PersonalOutcomes.Records.V1;

namespace PersonalOutcomes.Gateway;

public sealed partial class RecordService
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    /// <summary>All services' logs as one, each entry as a sentence; services that did not answer are named.</summary>
    [Roles(Role.Person | Role.PrivacyOfficer)]
    public override async Task<Wire.ListWhoHasLookedResponse> ListWhoHasLooked(
        Wire.ListWhoHasLookedRequest request, ServerCallContext context)
    {
        var id = Check.Id(request.PersonId).ToString("D");
        var mergeId = Check.OptionalId(request.MergeId)?.ToString("D") ?? "";
        var size = request.PageSize is > 0 and < Most ? request.PageSize : Most;
        var places = LogPlace.Read(request.PageToken);
        var cancellation = Call.Of(context).Cancellation;

        // As many of each as are wanted of all: so the newest of all are among them.
        var answers = await Task.WhenAll(places.Select(p => ReadLogAsync(
            p, new() { PersonId = id, MergeId = mergeId, PageSize = size, PageToken = p.Token, Skip = p.Skip },
            Asking(context, cancellation))));
        Refuse([.. answers.Select(a => a.Code)]);
        var newest = answers.Where(a => a.Log is not null)
            .SelectMany(a => a.Log!.Entries.Select(e => (a.Place.Service, Entry: e)))
            .OrderByDescending(e => e.Entry.RecordTime, StringComparer.Ordinal).Take(size).ToList();
        // With a time of its own: a log that was waited for in vain leaves none.
        var (names, known) = await NamesAsync([.. newest.Select(n => n.Entry)], Asking(context, cancellation));

        return new Wire.ListWhoHasLookedResponse
        {
            Done = { Told(newest, names) },
            NextPageToken = LogPlace.Write(
                [.. answers.Select(a => After(a, newest.Count(n => n.Service == a.Place.Service))).OfType<LogPlace>()]),
            MissingLogs =
            {
                answers.Where(a => a.IsMissing).Select(a => Missing(a.Place.Service, a.Place.Service))
                    .Concat(known ? [] : [Missing("sharing", "names")]),
            },
            Notice = AlwaysSaid,
        };
    }

    private async Task<LogAnswer> ReadLogAsync(LogPlace place, ListEntriesRequest request, CallOptions asking)
    {
        try
        {
            var log = clients.CreateClient<AccessService.AccessServiceClient>(Parts.LogOf(place.Service));
            return new LogAnswer(place, StatusCode.OK, await log.ListEntriesAsync(request, asking));
        }
        catch (RpcException e)
        {
            var answer = new LogAnswer(place, e.StatusCode, null);
            if (answer.IsMissing)
            {
                Log.LogIsMissing(log, place.Service, e.StatusCode.ToString());
            }
            return answer;
        }
    }

    private static void Refuse(List<StatusCode> codes)
    {
        // Nothing else in the request is left for a service to find wrong.
        if (codes.Contains(StatusCode.InvalidArgument))
        {
            throw LogPlace.Invalid();
        }
        if (!codes.Contains(StatusCode.OK))
        {
            throw codes.Contains(StatusCode.NotFound)
                ? Problem.NotFound()
                : Problem.Unavailable("LOG_AWAY", "Who has looked can't be told just now. Try again.");
        }
    }

    // Asking several services the same at once is an entry in each of them, and one thing to whoever did it.
    private static List<Wire.Done> Told(IEnumerable<(string Service, Entry Entry)> newest, Names names)
    {
        var told = new List<Wire.Done>();
        foreach (var (service, entry) in newest)
        {
            var sentence = Sentences.Of(entry, names);
            if (told.FindLast(t => t.Sentence == sentence && t.Entry.Rpc == entry.Rpc
                && !t.Services.Contains(service) && At(t.Entry) - At(entry) < AtOnce) is { } same)
            {
                same.Services.Add(service);
            }
            else
            {
                told.Add(new Wire.Done { Sentence = sentence, Entry = entry, Services = { service } });
            }
        }
        return told;
    }

    private static DateTimeOffset At(Entry entry) =>
        DateTimeOffset.Parse(entry.RecordTime, CultureInfo.InvariantCulture);

    // A service that did not answer keeps its place; one that knows nothing of this has none to keep.
    private static LogPlace? After(LogAnswer answer, int taken) => answer switch
    {
        { IsMissing: true } => answer.Place,
        { Log: { } log } when taken < log.Entries.Count || log.NextPageToken.Length > 0 =>
            answer.Place with { Token = log.SamePageToken, Skip = answer.Place.Skip + taken },
        _ => null,
    };

    private async Task<(Names Names, bool Known)> NamesAsync(List<Entry> entries, CallOptions asking)
    {
        try
        {
            var ids = entries.Select(e => e.TeamId).Where(t => t.Length > 0).Distinct().ToList();
            List<Team> teams =
                ids.Count == 0 ? [] : [.. (await sharing.ListTeamsAsync(new() { TeamIds = { ids } }, asking)).Teams];
            // Who acted through no team is named by the agency alone, which any of its teams tells.
            var agencies = entries.Select(e => e.AgencyId).Where(a => a.Length > 0).Distinct()
                .Except(teams.Select(t => t.AgencyId));
            var more = await Task.WhenAll(agencies.Select(a =>
                sharing.ListTeamsAsync(new() { AgencyId = a, PageSize = 1 }, asking).ResponseAsync));
            return (Names.Of([.. teams, .. more.SelectMany(m => m.Teams)]), true);
        }
        catch (RpcException e)
        {
            Log.LogIsMissing(log, "sharing", e.StatusCode.ToString());
            return (Names.Of([]), false);
        }
    }

    private static Wire.MissingLog Missing(string service, string what) =>
        new() { Service = service, Sentence = Sentences.Missing(what) };

    private sealed record LogAnswer(LogPlace Place, StatusCode Code, ListEntriesResponse? Log)
    {
        public bool IsMissing => Code is not (StatusCode.OK or StatusCode.NotFound);
    }
}
