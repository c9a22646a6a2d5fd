using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PersonalOutcomes.Benchmarks;

/// <summary>
/// One caller with a connection of their own and one call at a time, in as few instructions as HTTP/2 allows: on two
/// cores an ordinary client costs more than the server, and would be what is measured. Knows just enough of RFC 9113
/// and 7541 for unary gRPC to Kestrel, and looks at every status.
/// </summary>
internal sealed class Caller : IDisposable
{
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, GoAway = 7;
    private const byte EndStream = 1, Acknowledge = 1, EndHeaders = 4;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _fixed;
    private readonly byte[] _in = new byte[64 * 1024];
    private int _start, _end, _stream = -1;

    public Caller(Uri address, string rpc, string token)
    {
        _socket.Connect(IPAddress.Parse(address.Host), address.Port);
        var opening = new List<byte>([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8]);
        // No table for compressed headers, so that a status is spelled out; and a window that never fills.
        AddFrame(opening, Settings, 0, 0, [0, 1, 0, 0, 0, 0, 0, 4, 0x3f, 0xff, 0xff, 0xff]);
        AddFrame(opening, 8, 0, 0, [0x3f, 0xff, 0, 0]);
        _socket.Send([.. opening]);

        List<byte> fields = [0x83, 0x86];
        AddField(fields, [4], rpc);
        AddField(fields, [1], address.Authority);
        AddField(fields, [0x0f, 0x10], "application/grpc");
        AddField(fields, [0, .. Text("te")], "trailers");
        AddField(fields, [0x0f, 0x08], "Bearer " + token);
        _fixed = [.. fields];
    }

    /// <summary>One call; its answer. Throws for any status but OK.</summary>
    public byte[] Call(string requestId, byte[] message) =>
        Ask(requestId, message) switch
        {
            ("0", var answer, _) => answer,
            var (_, _, fields) => throw new InvalidOperationException("Refused: " + fields),
        };

    /// <summary>One call; its status, its answer, and the fields that came with the status.</summary>
    public (string Status, byte[] Answer, string Fields) Ask(string requestId, byte[] message)
    {
        _stream += 2;
        var fields = new List<byte>(_fixed);
        AddField(fields, [0, .. Text("po-request-id")], requestId);
        var body = new byte[message.Length + 5];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), message.Length);
        message.CopyTo(body, 5);
        var frames = new List<byte>(fields.Count + body.Length + 18);
        AddFrame(frames, Headers, EndHeaders, _stream, [.. fields]);
        AddFrame(frames, Data, EndStream, _stream, body);
        _socket.Send(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(frames));
        return Answer();
    }

    public void Dispose() => _socket.Dispose();

    private (string Status, byte[] Answer, string Fields) Answer()
    {
        List<byte> answer = [];
        while (true)
        {
            Receive(9);
            var length = BinaryPrimitives.ReadInt32BigEndian(_in.AsSpan(_start)) >>> 8;
            var (type, flags) = (_in[_start + 3], _in[_start + 4]);
            Receive(9 + length);
            var frame = _in.AsSpan(_start + 9, length);
            _start += 9 + length;
            switch (type)
            {
                case Data:
                    answer.AddRange(frame);
                    break;
                case Settings when (flags & Acknowledge) == 0:
                    _socket.Send([0, 0, 0, Settings, Acknowledge, 0, 0, 0, 0]);
                    break;
                case Headers when (flags & EndStream) != 0:
                    var fields = Encoding.Latin1.GetString(frame);
                    return (StatusIn(fields), [.. answer.Skip(5)],
                        string.Concat(fields.Select(c => char.IsControl(c) ? ' ' : c)));
                case Reset or GoAway:
                    throw new InvalidOperationException($"Ended by the server: frame {type}.");
            }
        }
    }

    // Spelled out, with its length before it: other fields' names begin with its name.
    private static string StatusIn(string fields)
    {
        var at = fields.IndexOf("\u000bgrpc-status", StringComparison.Ordinal) + "\u000bgrpc-status".Length;
        return fields.Substring(at + 1, fields[at]);
    }

    private void Receive(int needed)
    {
        if (_in.Length - _start < needed)
        {
            _in.AsSpan(_start, _end - _start).CopyTo(_in);
            (_start, _end) = (0, _end - _start);
        }
        while (_end - _start < needed)
        {
            var received = _socket.Receive(_in.AsSpan(_end));
            _end += received > 0 ? received : throw new InvalidOperationException("The server hung up.");
        }
    }

    private static void AddFrame(List<byte> to, byte type, byte flags, int stream, byte[] payload)
    {
        to.AddRange([(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags]);
        to.AddRange([(byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream]);
        to.AddRange(payload);
    }

    // A field that is not put into the table: the name's place in the fixed table, or the name itself; then the value.
    private static void AddField(List<byte> to, byte[] name, string value)
    {
        to.AddRange(name);
        to.AddRange(Text(value));
    }

    private static byte[] Text(string text)
    {
        List<byte> bytes = [];
        if (text.Length < 127)
        {
            bytes.Add((byte)text.Length);
        }
        else
        {
            bytes.Add(127);
            var rest = text.Length - 127;
            for (; rest >= 128; rest >>= 7)
            {
                bytes.Add((byte)((rest & 127) | 128));
            }
            bytes.Add((byte)rest);
        }
        bytes.AddRange(Encoding.ASCII.GetBytes(text));
        return [.. bytes];
    }
}
