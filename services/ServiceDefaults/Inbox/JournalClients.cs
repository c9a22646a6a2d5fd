using System.Collections.Concurrent;
using Grpc.Net.Client;
using Wire = PersonalOutcomes.Journal.V1;

namespace PersonalOutcomes.Inbox;

/// <summary>One long-lived channel to each service's journal, at the address that the topology gave.</summary>
internal sealed class JournalClients(IConfiguration configuration) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();

    public Wire.JournalService.JournalServiceClient Of(string source) => new(_channels.GetOrAdd(source, Open));

    private GrpcChannel Open(string source)
    {
        var address = configuration[$"services:{source}:grpc:0"]
            ?? throw new InvalidOperationException($"No address: services__{source}__grpc__0 is not set.");
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = 4 * 1024 * 1024,
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true },
            DisposeHttpClient = true,
            // By itself a channel waits up to two minutes before it tries a source that was away.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
            MaxReconnectBackoff = TimeSpan.FromSeconds(1),
        });
    }

    public void Dispose() => _channels.Values.ToList().ForEach(c => c.Dispose());
}
