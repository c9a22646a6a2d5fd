using System.Runtime.InteropServices;

namespace PersonalOutcomes.LocalHosting;

/// <summary>Ctrl-C, SIGTERM or a closed terminal. Once: stop in order. Twice: stop now.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly ManualResetEventSlim _asked = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private int _times;

    internal StopRequest()
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Interlocked.Increment(ref _times);
            _asked.Set();
        }))];
    }

    internal bool Asked => _asked.IsSet;

    internal bool AskedTwice => Volatile.Read(ref _times) > 1;

    /// <summary>Waits that long, or less when asked to stop.</summary>
    internal void Wait(TimeSpan time) => _asked.Wait(time);

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _asked.Dispose();
    }
}
