using Microsoft.Data.Sqlite;
using PersonalOutcomes.Problems;

namespace PersonalOutcomes.Database.Sqlite;

// The group's beginning and end; whoever calls here has the turn.
internal sealed partial class GroupCommit
{
    private Group Begin()
    {
        // Left open only by a rollback that failed; whoever was in it has been told so.
        RollBack();
        connection.Run("BEGIN IMMEDIATE");
        var group = new Group();
        try
        {
            journal.Begin();
            return group;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    private void RollBack()
    {
        try
        {
            if (!connection.Autocommit)
            {
                connection.Run("ROLLBACK");
            }
        }
        catch (SqliteException e)
        {
            Log.GroupLost(log, 0, e.GetType().Name);
        }
    }

    // SQLite may dissolve the whole transaction on a full disk or an I/O error; every member not flushed is lost.
    private Problem Lose(Exception why)
    {
        var problem = SqliteDatabase.Meaning(why) as Problem ?? Lost();
        journal.Doubt();
        if (_group is { } group)
        {
            _group = null;
            Log.GroupLost(log, group.Members, why.GetType().Name);
            group.Fail(problem);
        }
        return problem;
    }

    // Gives the turn to the next write of this group, or flushes and then gives it to the first of the next group.
    private async Task PassAsync()
    {
        if (_group is { Turns: < Largest } && _turns.HandOn())
        {
            return;
        }
        try
        {
            if (_group is { } group)
            {
                await FlushAsync(group);
            }
        }
        finally
        {
            _turns.Leave();
        }
    }

    private async Task FlushAsync(Group group)
    {
        try
        {
            if (group.Members == 0)
            {
                _group = null;
                RollBack();
                group.Keep();
                return;
            }
            if (BeforeFlush is { } before)
            {
                await before();
            }
            connection.Run("COMMIT");
        }
        catch (SqliteException e) when (e.SqliteErrorCode != SQLitePCL.raw.SQLITE_FULL && connection.Autocommit)
        {
            // It may have happened and may not: nobody can be told either, and nothing more may be built on it.
            Log.CommitUnknown(log, e.SqliteExtendedErrorCode);
            stop("Whether a commit happened is unknown.");
            Lose(e);
            return;
        }
        catch (Exception e)
        {
            RollBack();
            Lose(e);
            return;
        }
        _group = null;
        Count = (Count.Writes + group.Members, Count.Flushes + 1);
        group.Keep();
        written();
    }

    private static Problem Lost() =>
        Problem.Unavailable("STORAGE_FAULT", "It could not be written. Try again with the same request id.");
}
