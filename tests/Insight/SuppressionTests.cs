using CsCheck;

namespace PersonalOutcomes.Insights.Tests;

/// <summary>What may be said about few people: nothing, neither at once nor by subtraction.</summary>
public sealed class SuppressionTests
{
    [Fact]
    public void A_figure_with_enough_people_inside_and_outside_is_shown()
    {
        var cells = Suppression.Apply(2, Area.Of(20, 30), Area.NoAgencies);

        Assert.Equal([50, 20, 30], cells.Select(c => c.Count));
    }

    [Fact]
    public void One_person_fewer_than_ten_holds_an_areas_figure_back_and_ten_do_not()
    {
        Assert.Equal([40, 10, 12, 18], Suppression.Apply(3, Area.Of(10, 12, 18), Area.NoAgencies).Select(c => c.Count));
        Assert.Equal([40, null, null, 19], Suppression.Apply(3, Area.Of(9, 12, 19), Area.NoAgencies)
            .Select(c => c.Count));
    }

    [Fact]
    public void One_person_fewer_than_five_holds_a_teams_figure_back_and_five_do_not()
    {
        var many = new Area(2, agencies: 3, teamsEach: 2);
        many.Add(agency: 0, team: 0, answer: 0, people: 5);
        many.Add(agency: 0, team: 0, answer: 1, people: 6);
        many.Add(agency: 0, team: 1, answer: 0, people: 9);
        many.Add(agency: 0, team: 1, answer: 1, people: 9);
        foreach (var agency in new[] { 1, 2 })
        {
            foreach (var team in new[] { 0, 1 })
            {
                many.Add(agency, team, answer: 0, people: 20);
                many.Add(agency, team, answer: 1, people: 20);
            }
        }
        Assert.Equal([11, 5, 6], many.Row(Whose.Team, many.Team(0, 0)));

        many.Items.RemoveAt(0);
        Assert.Equal([10, null, null], many.Row(Whose.Team, many.Team(0, 0)));
        // The other team would give it back from the agency's figures.
        Assert.Equal([18, null, null], many.Row(Whose.Team, many.Team(0, 1)));
        Assert.Equal([28, 13, 15], many.Row(Whose.Agency, many.Agency(0)));
    }

    [Fact]
    public void It_is_people_that_count_and_not_what_is_counted_about_them()
    {
        var two = new[] { Guid.NewGuid(), Guid.NewGuid() };
        var items = Area.Of(0, 30).Concat(Enumerable.Range(0, 40).Select(i => new Item(0, two[i % 2], Area.NoTeams)));

        Assert.Equal([70, null, null], Suppression.Apply(2, [.. items], Area.NoAgencies).Select(c => c.Count));
    }

    [Fact]
    public void None_and_all_are_held_back_alike()
    {
        Assert.Equal([40, null, null], Suppression.Apply(2, Area.Of(0, 40), Area.NoAgencies).Select(c => c.Count));
        Assert.Equal([40, null, null], Suppression.Apply(2, Area.Of(40, 0), Area.NoAgencies).Select(c => c.Count));
    }

    [Fact]
    public void A_figure_that_leaves_few_outside_it_is_held_back()
    {
        var cells = Suppression.Apply(3, Area.Of(60, 4, 4), Area.NoAgencies);

        Assert.Equal([68, null, null, null], cells.Select(c => c.Count));
    }

    [Fact]
    public void An_agency_that_is_all_but_a_small_rest_of_the_area_is_held_back()
    {
        var area = new Area(2, agencies: 2, teamsEach: 1);
        area.Add(agency: 0, team: 0, answer: 0, people: 50);
        area.Add(agency: 0, team: 0, answer: 1, people: 50);
        area.Add(agency: 1, team: 0, answer: 0, people: 3);
        area.Add(agency: 1, team: 0, answer: 1, people: 3);

        Assert.Equal([106, 53, 53], area.Row(Whose.Area, Guid.Empty));
        Assert.Equal([null, null, null], area.Row(Whose.Agency, area.Agency(0)));
        Assert.Equal([null, null, null], area.Row(Whose.Agency, area.Agency(1)));
    }

    [Fact]
    public void Nothing_shows_that_somebody_withheld_something_from_the_only_agency()
    {
        var area = new Area(2, agencies: 1, teamsEach: 1);
        area.Add(agency: 0, team: 0, answer: 0, people: 50);
        area.Add(agency: 0, team: 0, answer: 1, people: 50);
        Assert.Equal([100, 50, 50], area.Row(Whose.Agency, area.Agency(0)));

        area.Items.Add(new Item(0, Guid.NewGuid(), Area.NoTeams));
        Assert.Equal([null, null, null], area.Row(Whose.Agency, area.Agency(0)));
    }

    [Fact]
    public void Every_row_has_the_same_shape_whatever_is_held_back() => Area.Any.Sample(area =>
    {
        var cells = Suppression.Apply(area.Answers, area.Items, area.Agencies);
        var rows = 1 + area.Agencies.Count + area.Agencies.Values.Sum(t => t.Length);

        Assert.Equal(rows * (area.Answers + 1), cells.Count);
        Assert.Equal(cells.Count, cells.DistinctBy(c => (c.Whose, c.Id, c.Answer)).Count());
    }, iter: 300);

    [Fact]
    public void What_is_shown_is_true_and_has_enough_people_inside_and_outside() => Area.Any.Sample(area =>
    {
        foreach (var cell in Suppression.Apply(area.Answers, area.Items, area.Agencies).Where(c => c.Count is not null))
        {
            var (row, least) = (area.In(cell), cell.Whose == Whose.Area ? 10 : 5);
            var inside = row.Where(i => cell.Answer is null || i.Answer == cell.Answer).ToList();

            Assert.Equal(inside.Count, cell.Count);
            Assert.True(Area.People(inside) >= least);
            Assert.True(cell.Answer is null || Area.People(row.Except(inside)) >= least);
        }
    }, iter: 300);

    [Fact]
    public void The_difference_of_any_two_rows_that_are_shown_is_none_or_many_people() => Area.Any.Sample(area =>
    {
        var cells = Suppression.Apply(area.Answers, area.Items, area.Agencies).Where(c => c.Count is not null).ToList();
        foreach (var (part, whole) in from p in cells
                                      from w in cells
                                      where p.Answer == w.Answer && area.IsParentOf(w, p)
                                      select (p, w))
        {
            var left = area.In(whole).Except(area.In(part))
                .Where(i => whole.Answer is null || i.Answer == whole.Answer);
            var people = Area.People(left);
            var alone = area.ChildrenOf(whole).Count == 1 && people == 0;

            Assert.True(alone || people >= (whole.Whose == Whose.Area ? 10 : 5), $"{people} people are left over");
        }
    }, iter: 300);

    [Fact]
    public void The_order_in_which_things_were_recorded_changes_nothing() => Area.Any.Sample(area =>
        Assert.Equal(Suppression.Apply(area.Answers, area.Items, area.Agencies),
            Suppression.Apply(area.Answers, [.. area.Items.AsEnumerable().Reverse()], area.Agencies)), iter: 100);

    [Fact]
    public void Somebody_who_knows_every_published_figure_cannot_narrow_down_a_small_one() => Area.Any.Sample(area =>
    {
        var cells = Suppression.Apply(area.Answers, area.Items, area.Agencies);
        var attack = new Attack(area, cells);
        foreach (var cell in cells.Where(c => c.Count is null))
        {
            var people = Area.People(area.In(cell).Where(i => cell.Answer is null || i.Answer == cell.Answer));
            if (people >= (cell.Whose == Whose.Area ? 10 : 5))
            {
                continue;
            }
            var (low, high) = attack.Bounds(cell);
            Assert.True(high - low > 3,
                $"{cell.Whose} {cell.Answer}: {people} people, and it is known to be {low} to {high}");
        }
    }, iter: 1500);

    [Fact]
    public void The_attack_finds_a_figure_that_is_held_back_alone()
    {
        var area = new Area(3, agencies: 0, teamsEach: 0);
        area.Items.AddRange(Area.Of(20, 30, 2));
        Cell[] careless =
            [new(Whose.Area, Guid.Empty, null, 52), new(Whose.Area, Guid.Empty, 0, 20),
                new(Whose.Area, Guid.Empty, 1, 30), new(Whose.Area, Guid.Empty, 2, null)];

        Assert.Equal((2, 2), new Attack(area, careless).Bounds(careless[3]));
    }

    [Fact]
    public void The_attack_finds_a_teams_figure_in_the_difference_to_its_agency()
    {
        var area = new Area(2, agencies: 1, teamsEach: 2);
        area.Add(agency: 0, team: 0, answer: 0, people: 20);
        area.Add(agency: 0, team: 0, answer: 1, people: 20);
        area.Add(agency: 0, team: 1, answer: 0, people: 3);
        area.Add(agency: 0, team: 1, answer: 1, people: 20);
        // Every figure but the small one and its neighbour, as if each row stood alone.
        var careless = Suppression.Apply(2, area.Items, area.Agencies).Select(c => c with
        {
            Count = c.Id == area.Team(0, 1) && c.Answer is not null
                ? null
                : area.In(c).Count(i => c.Answer is null || i.Answer == c.Answer),
        }).ToList();

        var small = careless.Single(c => c.Id == area.Team(0, 1) && c.Answer == 0);
        Assert.Equal((3, 3), new Attack(area, careless).Bounds(small));
    }
}
