using System.Text.Json;
using PersonalOutcomes.Database;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Inbox;

/// <summary>
/// What this service does with each source's events. A handler takes the event, its entry and the open work, and stores
/// facts keyed by source and id; it never sees the transport, commits nothing, and survives being called twice.
/// </summary>
public sealed class Handlers
{
    private readonly Dictionary<string, Dictionary<string, Func<Entry, Work, Task>>> _sources = [];

    /// <summary>The sources that are followed.</summary>
    public IEnumerable<string> Sources => _sources.Keys;

    /// <summary>Called when a source's log of reads is found at another head, to be kept outside that source.</summary>
    public Func<string, Head, Work, Task>? ReadsSeen { get; set; }

    /// <summary>Follows a source; events without a handler are passed over.</summary>
    public Handlers From(string source, Action<Handlers.Of> add)
    {
        if (!_sources.TryGetValue(source, out var handlers))
        {
            _sources[source] = handlers = [];
        }
        add(new Of(handlers));
        return this;
    }

    internal Func<Entry, Work, Task>? For(string source, string type) => _sources[source].GetValueOrDefault(type);

    /// <summary>The handlers of one source.</summary>
    public sealed class Of
    {
        private readonly Dictionary<string, Func<Entry, Work, Task>> _handlers;

        internal Of(Dictionary<string, Func<Entry, Work, Task>> handlers) => _handlers = handlers;

        /// <summary>The same for a handler that the event is enough for.</summary>
        public Of On<T>(Func<T, Work, Task> handler) where T : class => On<T>((e, _, work) => handler(e, work));

        /// <summary>Calls the handler for each event of the type, after those that were added before.</summary>
        public Of On<T>(Func<T, Entry, Work, Task> handler) where T : class
        {
            _handlers.TryGetValue(typeof(T).Name, out var before);
            _handlers[typeof(T).Name] = async (entry, work) =>
            {
                if (before is not null)
                {
                    await before(entry, work);
                }
                if (entry.EventJson is { } json)
                {
                    await handler(JsonSerializer.Deserialize<T>(json, LogRow.Json)!, entry, work);
                }
            };
            return this;
        }
    }
}
