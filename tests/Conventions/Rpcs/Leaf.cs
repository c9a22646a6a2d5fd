using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>One field of a request that holds something, wherever it stands in it.</summary>
public sealed class Leaf
{
    private readonly (FieldDescriptor Field, int Index)[] _way;

    private Leaf((FieldDescriptor, int)[] way) => _way = way;

    /// <summary>As the proto spells it, without places in lists: <c>views.voice.how</c>.</summary>
    public string Path => string.Join('.', _way.Select(w => w.Field.Name));

    /// <summary>The field itself.</summary>
    public FieldDescriptor Field => _way[^1].Field;

    /// <summary>Whether it names something by its id.</summary>
    public bool IsId => Field.Name.EndsWith("_id", StringComparison.Ordinal)
        || Field.Name is "team_ids" or "outcome_ids" or "critical_ids" or "withheld_from";

    /// <summary>All that hold something, messages first and then what is in them.</summary>
    public static IEnumerable<Leaf> Of(IMessage message) => Of(message, []).Select(way => new Leaf(way));

    /// <summary>What it holds.</summary>
    public object Value(IMessage request) => At(request) is var (holder, last) && last.Index < 0
        ? last.Field.Accessor.GetValue(holder)
        : ((System.Collections.IList)last.Field.Accessor.GetValue(holder))[last.Index]!;

    /// <summary>The same request with something else in this place.</summary>
    public IMessage With(IMessage request, object value)
    {
        var changed = Copy(request);
        var (holder, last) = At(changed);
        if (last.Index < 0)
        {
            last.Field.Accessor.SetValue(holder, value);
        }
        else
        {
            ((System.Collections.IList)last.Field.Accessor.GetValue(holder))[last.Index] = value;
        }
        return changed;
    }

    /// <summary>The same request without it; a list without all that is in it.</summary>
    public IMessage Without(IMessage request)
    {
        var changed = Copy(request);
        var (holder, last) = At(changed);
        last.Field.Accessor.Clear(holder);
        return changed;
    }

    private static IMessage Copy(IMessage request) => request.Descriptor.Parser.ParseFrom(request.ToByteArray());

    private (IMessage Holder, (FieldDescriptor Field, int Index) Last) At(IMessage request)
    {
        var holder = request;
        foreach (var (field, index) in _way[..^1])
        {
            var value = field.Accessor.GetValue(holder);
            holder = (IMessage)(index < 0 ? value : ((System.Collections.IList)value)[index]!);
        }
        return (holder, _way[^1]);
    }

    private static IEnumerable<(FieldDescriptor, int)[]> Of(IMessage message, (FieldDescriptor, int)[] before)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            var values = field.IsRepeated ? ((System.Collections.IList)value).Cast<object>().ToList() : [value];
            for (var i = 0; i < values.Count; i++)
            {
                (FieldDescriptor, int)[] way = [.. before, (field, field.IsRepeated ? i : -1)];
                if (field.FieldType == FieldType.Message && values[i] is IMessage inner)
                {
                    yield return way;
                    foreach (var deeper in Of(inner, way))
                    {
                        yield return deeper;
                    }
                }
                else if (values[i] is string { Length: > 0 }
                    || (field.FieldType == FieldType.Enum && Convert.ToInt32(values[i], null) != 0))
                {
                    yield return way;
                }
            }
        }
    }
}
