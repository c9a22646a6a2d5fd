using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PersonalOutcomes.LocalHosting;

/// <summary>
/// The broker: one named by ConnectionStrings__NAME, or a private rabbitmq-server with its own node, data and ports,
/// on loopback only. Debian 12 has 3.10 and Aspire's container 4.x, so what both have is what may be used.
/// </summary>
public sealed partial class RabbitMQServerResource : Resource
{
    private static readonly string[] Programs =
    [
        // The script itself: the one in /usr/sbin changes to the user rabbitmq and to the system's own data.
        "/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server",
        "/opt/homebrew/sbin/rabbitmq-server",
    ];

    private readonly string? _given;
    private readonly string _home;
    private readonly int _port;
    private readonly int _nodePort;
    private readonly PortMapperResource? _portMapper;

    internal RabbitMQServerResource(
        string name, string? given, string home, int port, int nodePort, PortMapperResource? portMapper)
        : base(name)
    {
        (_given, _home, _port, _nodePort, _portMapper) = (given, home, port, nodePort, portMapper);
        if (portMapper is not null)
        {
            WaitsFor.Add(portMapper);
        }
    }

    /// <inheritdoc/>
    public override string Type => "rabbitmq";

    internal override string ConnectionString => _given ?? $"amqp://guest:{Password()}@127.0.0.1:{_port}";

    /// <summary>The address without its password, for people to read.</summary>
    internal string Address =>
        _given is null
            ? $"amqp://127.0.0.1:{_port}"
            : new UriBuilder(_given) { UserName = "", Password = "" }.ToString();

    internal bool IsPrivate => _given is null;

    internal override ProcessStartInfo? Command()
    {
        if (!IsPrivate)
        {
            return null;
        }

        var program = Programs.FirstOrDefault(File.Exists) ?? throw new Refusal(
            $"There is no rabbitmq-server. deploy/run installs it (apt-get install rabbitmq-server), " +
            $"or ConnectionStrings__{Name} names a broker that runs already.");
        var configuration = Path.Combine(_home, "rabbitmq.conf");
        var plugins = Path.Combine(_home, "enabled_plugins");
        Directory.CreateDirectory(_home);
        File.WriteAllText(plugins, "[].\n");
        DataDirectory.WritePrivate(configuration, $"""
            listeners.tcp.1 = 127.0.0.1:{_port}
            default_user = guest
            default_pass = {Password()}
            vm_memory_high_watermark.absolute = 512MiB
            disk_free_limit.absolute = 100MB
            log.file = false
            log.console = true
            log.console.level = warning
            log.connection.level = error

            """);

        var command = ChildProcess.Command(program);
        foreach (var (variable, value) in new Dictionary<string, string>
        {
            ["HOME"] = _home,
            ["RABBITMQ_NODENAME"] = "personal-outcomes@localhost",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_home, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_home, "log"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_home, "rabbitmq-env.conf"),
            ["RABBITMQ_CONFIG_FILE"] = configuration,
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_home, "advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
            ["RABBITMQ_DIST_PORT"] = _nodePort.ToString(CultureInfo.InvariantCulture),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1} +S 2:2",
            ["RABBITMQ_MAX_NUMBER_OF_PROCESSES"] = "65536",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = _portMapper!.Port.ToString(CultureInfo.InvariantCulture),

            // Makes the script become the node instead of waiting beside it, so that the process is the broker itself.
            ["detached"] = "1",
        })
        {
            command.Environment[variable] = value;
        }

        return command;
    }

    // The AMQP 0-9-1 header; a broker that serves answers with a method frame (1).
    internal override async Task<bool> ProbeAsync()
    {
        if (!IsPrivate)
        {
            return true;
        }

        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", _port, patience.Token).ConfigureAwait(false);
            var stream = socket.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), patience.Token).ConfigureAwait(false);
            var frame = new byte[1];
            return await stream.ReadAsync(frame, patience.Token).ConfigureAwait(false) == 1 && frame[0] == 1;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    // Its banner and its tale of starting are left out; they are kept, and shown when it does not come up.
    internal override string? Shown(string line)
    {
        var plain = TerminalColours().Replace(line, "");
        var at = Warning().Match(plain);
        return at.Success ? plain[at.Index..] : null;
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex TerminalColours();

    [GeneratedRegex(@"\[(warning|error|critical|alert|emergency)\]")]
    private static partial Regex Warning();

    // Beside the node's data, since it is the node that knows it: delete the folder, and both are made anew.
    private string Password()
    {
        var file = Path.Combine(_home, "password");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(_home);
            DataDirectory.WritePrivate(file, RandomNumberGenerator.GetHexString(32, lowercase: true));
        }

        return File.ReadAllText(file);
    }
}

/// <summary>
/// Erlang's port mapper (epmd) for the private broker alone. The broker would start one that outlives it; this one is
/// a child like any other and ends with the run.
/// </summary>
public sealed class PortMapperResource : Resource
{
    internal PortMapperResource(string name, int port)
        : base(name) => Port = port;

    /// <inheritdoc/>
    public override string Type => "portmapper";

    internal int Port { get; }

    internal override ProcessStartInfo Command() =>
        ChildProcess.Command("epmd", "-address", "127.0.0.1", "-port", Port.ToString(CultureInfo.InvariantCulture));

    internal override string? Shown(string line) => null; // It remarks on every look at its health.

    internal override async Task<bool> ProbeAsync()
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", Port).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
