using Google.Rpc;
using PersonalOutcomes.Database.SqlServer;

namespace PersonalOutcomes.Tests.Database.SqlServer;

public sealed class SqlServerDatabaseTests
{
    [Theory]
    [InlineData(1205, 13)]
    [InlineData(1222, 16)]
    [InlineData(3960, 16)]
    [InlineData(-2, 11)]
    [InlineData(10054, 20)]
    public void What_may_work_another_time_is_unavailable_with_a_time_to_wait(int number, byte severity)
    {
        var problem = SqlServerDatabase.Meaning(number, severity)!;

        Assert.Equal(Code.Unavailable, problem.Code);
        Assert.NotNull(problem.RetryAfter);
    }

    [Theory]
    [InlineData(1105)]
    [InlineData(9002)]
    public void No_room_for_data_or_log_is_resource_exhausted(int number)
    {
        Assert.Equal(Code.ResourceExhausted, SqlServerDatabase.Meaning(number, 17)!.Code);
    }

    [Theory]
    [InlineData(208)]
    [InlineData(547)]
    [InlineData(2601)]
    [InlineData(2627)]
    public void Our_own_faults_are_nothing_to_try_again(int number)
    {
        Assert.Null(SqlServerDatabase.Meaning(number, 16));
    }
}
