using System.Diagnostics;

namespace PersonalOutcomes.LocalHosting;

/// <summary>
/// What the person at the terminal sees: lines, each with the name of who wrote it, and below them, on a terminal, one
/// line that says what is being waited for. Elsewhere that is an ordinary line now and then.
/// </summary>
internal sealed class Screen
{
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string ClearLine = "\r\e[K";
    private static readonly int[] Colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];

    private readonly Lock _lock = new();
    private readonly bool _terminal = !Console.IsOutputRedirected;
    private readonly bool _coloured =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private readonly Dictionary<string, int> _colours = [];
    private readonly Stopwatch _sinceStatus = new();
    private string _status = "";
    private int _turn;

    /// <summary>A line of our own.</summary>
    internal void Say(string text) => Write(text);

    /// <summary>A line that a child wrote.</summary>
    internal void Log(string name, string text)
    {
        lock (_lock)
        {
            if (!_colours.TryGetValue(name, out var colour))
            {
                colour = _colours[name] = Colours[_colours.Count % Colours.Length];
            }

            Write(_coloured ? $"\e[{colour}m{name,-12}\e[0m {text}" : $"{name,-12} {text}");
        }
    }

    /// <summary>What is being waited for; empty when nothing is.</summary>
    internal void Status(string text)
    {
        lock (_lock)
        {
            if (!_terminal)
            {
                if (text.Length > 0 && (!_sinceStatus.IsRunning || _sinceStatus.Elapsed > TimeSpan.FromSeconds(10)))
                {
                    _sinceStatus.Restart();
                    Console.WriteLine(text);
                }

                return;
            }

            if (text.Length > 0)
            {
                var turn = Spinner[_turn++ / 2 % Spinner.Length];
                var room = (Console.WindowWidth > 20 ? Console.WindowWidth : 80) - 4;
                text = $"{turn} {(text.Length > room ? text[..room] : text)}";
            }

            if (text != _status)
            {
                _status = text;
                Console.Write(ClearLine + text);
            }
        }
    }

    private void Write(string text)
    {
        lock (_lock)
        {
            Console.WriteLine(_terminal && _status.Length > 0 ? ClearLine + text : text);
            if (_terminal)
            {
                Console.Write(_status);
            }
        }
    }
}
