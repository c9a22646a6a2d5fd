using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PersonalOutcomes.Testing;

/// <summary>One service of the platform, whole, on a loopback port, in the test's own process.</summary>
public interface IRunning : IAsyncDisposable
{
    /// <summary>The service's own container, for a test that needs to hold its disk or its clock.</summary>
    IServiceProvider Services { get; }
}

/// <summary>A service by any public type of its program.</summary>
internal sealed class Running<TProgram> : WebApplicationFactory<TProgram>, IRunning where TProgram : class
{
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly TimeProvider? _time;

    public Running(IReadOnlyDictionary<string, string?> settings, TimeProvider? time)
    {
        (_settings, _time) = (settings, time);
        UseKestrel();
        StartServer();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }
        if (_time is not null)
        {
            builder.ConfigureTestServices(s => s.Replace(ServiceDescriptor.Singleton(_time)));
        }
    }
}

/// <summary>Ports that nobody listens on.</summary>
public static class Ports
{
    // Below those that the system gives to outgoing connections: one of these would be taken between being found free
    // and being listened on. Each is given once; where they begin differs between runs beside each other.
    private const int Lowest = 12_000, Highest = 31_000;
    private static int _last = Random.Shared.Next(Lowest, Highest);

    /// <summary>So many different ones.</summary>
    public static int[] Free(int count) => [.. Next().Where(IsFree).Take(count)];

    private static IEnumerable<int> Next()
    {
        while (true)
        {
            yield return Lowest + ((int)((uint)Interlocked.Increment(ref _last) % (Highest - Lowest)));
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
