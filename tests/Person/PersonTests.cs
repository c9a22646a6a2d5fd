using PersonalOutcomes.Problems;

namespace PersonalOutcomes.People;

public sealed class PersonTests
{
    private static readonly DateOnly Today = new(2026, 3, 14);

    [Fact]
    public void Somebody_is_old_enough_on_their_sixteenth_birthday_and_not_the_day_before()
    {
        Person.OldEnough(new DateOnly(2010, 3, 14), Today);
        var problem = Assert.Throws<Problem>(() => Person.OldEnough(new DateOnly(2010, 3, 15), Today));

        Assert.Equal(("UNDER_16_NOT_YET", "birth_date"), (problem.Reason, problem.Field));
    }

    [Fact]
    public void Somebody_without_a_birth_date_is_not_refused() => Person.OldEnough(null, Today);

    [Fact]
    public void A_new_name_is_searched_and_matched_from_then_on()
    {
        var renamed = new Person { FullName = "Ann Reid", PreferredName = "Ann", Version = 3 }
            .Rename("Anna Bruce", "Annie");

        Assert.Equal(("annie anna bruce", "anna bruce", 4),
            (renamed.SearchName, renamed.MatchName, renamed.Version));
    }
}
