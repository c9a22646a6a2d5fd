using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Sharing;

/// <summary>Something that is tried, by whom, about whom, and how much of it.</summary>
public sealed record Tried(Try What, int Who, int About, int Pick, TimeSpan Time)
{
    /// <summary>As it is shown when it goes wrong.</summary>
    public override string ToString() => What switch
    {
        Try.Forward or Try.Back => $"{What} {Time}",
        Try.Restart => "Restart",
        Try.Open or Try.Read => $"{What} by {Who} about {About}",
        _ => $"{What} by {Who} of the last but {Pick}",
    };
}

/// <summary>What can be tried.</summary>
public enum Try
{
    Open,
    Agree,
    Close,
    Review,
    Read,
    Forward,
    Back,
    Restart,
}

/// <summary>
/// Emergency access by its pure rules: two practitioners and their lead of one team, and a privacy officer; two people,
/// one more who is close to the first practitioner, and one who restricts the agency. It answers every try as the
/// services must, and watches that nothing escapes.
/// </summary>
public sealed class EmergencyModel(DateTimeOffset start)
{
    public const int Lead = 2, Officer = 3, CloseToTheFirst = 2, Restricts = 3;

    private readonly List<Emergency> _emergencies = [];
    private readonly List<TimeSpan> _really = [];
    private DateTimeOffset _clock = start, _latest = start;
    private TimeSpan _passed;
    private int _reads;

    /// <summary>How many opened, how many of these by a second person, and how many were read.</summary>
    public (int Opened, int Agreed, int Read) Seen => (_emergencies.Count(e => e.OpenedAt is not null),
        _emergencies.Count(e => e.AgreedSubject is not null), _reads);

    /// <summary>Every emergency that was asked for, in that order.</summary>
    public IReadOnlyList<Emergency> Emergencies => _emergencies;

    /// <summary>By how much the clock has been set back altogether.</summary>
    public TimeSpan SetBack { get; private set; }

    /// <summary>What the services must answer.</summary>
    public string Do(Tried tried)
    {
        var answer = tried.What switch
        {
            Try.Open => Open(tried.Who, tried.About),
            Try.Agree => Of(tried, Agree),
            Try.Close => Of(tried, Close),
            Try.Review => Of(tried, Review),
            Try.Read => Read(tried.Who, tried.About),
            _ => Move(tried),
        };
        NothingEscapes();
        return answer;
    }

    private string Open(int who, int about)
    {
        if (about == Restricts || IsClose(who, about))
        {
            return "NOT_FOUND";
        }
        if (_emergencies.Find(e => e.IsBy("i", $"{who}") && About(e) == about
            && e.State(_latest) is (EmergencyState.Open or EmergencyState.Waiting)) is { } standing)
        {
            return $"{standing.State(_latest)}";
        }
        var asked = new Emergency
        {
            Id = Guid.NewGuid(),
            PersonId = new Guid(about + 1, 0, 0, new byte[8]),
            Issuer = "i",
            Subject = $"{who}",
            AskedAt = _clock,
            Version = 1,
        };
        var today = Today();
        var emergency = Emergency.NeedsSecond(_emergencies.Count(e => e.IsBy("i", $"{who}") && e.OpenedOn >= today),
            _emergencies.Count(e => e.IsOverdue(today)))
            ? asked
            : asked.Open(_clock, today, WorkingDays.Scotland);
        _emergencies.Add(emergency);
        _really.Add(_passed);
        return $"{emergency.State(_latest)}";
    }

    private string Agree(int who, Emergency emergency) => IsClose(who, About(emergency))
        ? "NOT_FOUND"
        : Change(emergency, e => e.Agree(Guid.Empty, "i", $"{who}", null, _latest)
            .Open(_clock, Today(), WorkingDays.Scotland), opens: true);

    private string Close(int who, Emergency emergency) => emergency.IsBy("i", $"{who}")
        ? Change(emergency, e => e.Close(_clock, _latest))
        : "NOT_FOUND";

    private string Review(int who, Emergency emergency) => Change(emergency, e =>
        e.Review("i", $"{who}", null, EmergencyFinding.Right, "It was.", _clock, _latest));

    // The access rule's terms for an emergency.
    private string Read(int who, int about)
    {
        var reads = about != Restricts && !IsClose(who, about) && _emergencies.Exists(e => About(e) == about
            && e.IsBy("i", $"{who}") && e.OpenedAt <= _clock && e.ClosedAt is null && e.UntilTime > _latest);
        if (!reads)
        {
            return "NOT_FOUND";
        }
        NobodyReadsWhatIsNotOpen(who, about);
        _reads++;
        return "read";
    }

    private string Move(Tried tried)
    {
        switch (tried.What)
        {
            case Try.Forward:
                (_clock, _latest, _passed) = (_clock + tried.Time, _latest + tried.Time, _passed + tried.Time);
                _latest = _clock > _latest ? _clock : _latest;
                break;
            case Try.Back:
                (_clock, SetBack) = (_clock - tried.Time, SetBack + tried.Time);
                break;
            default:
                // The latest time that was seen is kept.
                break;
        }
        return "";
    }

    private string Of(Tried tried, Func<int, Emergency, string> what) => _emergencies.Count == 0
        ? ""
        : what(tried.Who, _emergencies[^(1 + (tried.Pick % _emergencies.Count))]);

    private string Change(Emergency emergency, Func<Emergency, Emergency> change, bool opens = false)
    {
        try
        {
            var i = _emergencies.IndexOf(emergency);
            var changed = change(emergency);
            _emergencies[i] = changed;
            _really[i] = opens ? _passed : _really[i];
            return $"{changed.State(_latest)}";
        }
        catch (Problem problem)
        {
            return problem.Reason;
        }
    }

    private DateOnly Today() => London.Today(
        _emergencies.Select(e => e.OpenedAt).OfType<DateTimeOffset>().Append(_latest).Max());

    private static bool IsClose(int who, int about) => who == 0 && about == CloseToTheFirst;

    private static int About(Emergency emergency) => BitConverter.ToInt32(emergency.PersonId.ToByteArray()) - 1;

    // Told by what really passed, which no rule knows of, however often the clock is set back and everything started
    // anew.
    private void NobodyReadsWhatIsNotOpen(int who, int about)
    {
        Assert.Contains(Enumerable.Range(0, _emergencies.Count), i =>
            _emergencies[i] is var e && e.IsBy("i", $"{who}") && About(e) == about && e.OpenedAt is not null
            && e.ClosedAt is null && _clock >= e.OpenedAt && _clock < e.OpenedAt + TimeSpan.FromMinutes(30)
            && _passed - _really[i] < TimeSpan.FromMinutes(30));
    }

    private void NothingEscapes()
    {
        var opened = _emergencies.Where(e => e.OpenedAt is not null).ToList();
        Assert.All(opened, e =>
        {
            Assert.Equal(TimeSpan.FromMinutes(30), e.UntilTime - e.OpenedAt);
            Assert.NotEqual(e.Subject, e.AgreedSubject);
            Assert.False(IsClose(int.Parse(e.Subject, null), About(e)));
            Assert.False(e.AgreedSubject == "0" && About(e) == CloseToTheFirst);
            Assert.NotEqual(Restricts, About(e));
            Assert.True(e.ReviewedSubject is not { } checker || (checker != e.Subject && checker != e.AgreedSubject));
        });
        Assert.All(opened.Where(e => e.AgreedSubject is null).GroupBy(e => (e.Subject, e.OpenedOn)),
            alone => Assert.InRange(alone.Count(), 0, 3));
        // Nobody opened anything alone while the team owed what it owes still.
        Assert.All(opened.Where(e => e.AgreedSubject is null), e => Assert.DoesNotContain(opened, owed =>
            owed.ReviewDueOn < e.OpenedOn && owed.ReviewedAt is null));
    }
}
