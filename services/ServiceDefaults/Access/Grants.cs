using PersonalOutcomes.Database;
using PersonalOutcomes.Events;
using PersonalOutcomes.Inbox;
using PersonalOutcomes.Journal;

namespace PersonalOutcomes.Access;

/// <summary>
/// Fills this service's copy of who may see whom from Sharing's journal. Sharing applies the same lines to its own copy
/// in the transaction of the change.
/// </summary>
public static class Grants
{
    /// <summary>What every service does with Sharing's events.</summary>
    public static void Follow(Handlers.Of sharing) => sharing
        .On<AgreementSigned>((e, _, work) => ApplyAsync(e, work))
        .On<StaffJoined>((e, _, work) => ApplyAsync(e, work))
        .On<StaffLeft>((e, _, work) => ApplyAsync(e, work))
        .On<InvolvementOpened>((e, _, work) => ApplyAsync(e, work))
        .On<InvolvementEnded>((e, _, work) => ApplyAsync(e, work))
        .On<LoginBound>((e, _, work) => ApplyAsync(e, work))
        .On<RecordOpened>((e, _, work) => ApplyAsync(e, work))
        .On<RecordClosed>((e, _, work) => ApplyAsync(e, work));

    /// <summary>The agency's staff may have access.</summary>
    public static async Task ApplyAsync(AgreementSigned e, Work work)
    {
        await work.WriteAsync(DeleteAgreement, e);
        await work.WriteAsync(InsertAgreement, e);
    }

    /// <summary>A member of a team.</summary>
    public static async Task ApplyAsync(StaffJoined e, Work work)
    {
        await work.WriteAsync(DeleteMember, new { e.Issuer, e.Subject, grantee = e.TeamId });
        await work.WriteAsync(InsertMember,
            new { e.Issuer, e.Subject, grantee = e.TeamId, e.Capacity, e.AgencyId, e.From });
    }

    /// <summary>No longer a member.</summary>
    public static Task ApplyAsync(StaffLeft e, Work work) => work.WriteAsync(EndMember, e);

    /// <summary>The team may look.</summary>
    public static async Task ApplyAsync(InvolvementOpened e, Work work)
    {
        await work.WriteAsync(DeleteGrant, new { e.PersonId, grantee = e.TeamId, id = e.InvolvementId });
        await work.WriteAsync(InsertGrant,
            new { e.PersonId, grantee = e.TeamId, id = e.InvolvementId, e.Purpose, e.From });
    }

    /// <summary>The team may look no more.</summary>
    public static Task ApplyAsync(InvolvementEnded e, Work work) => work.WriteAsync(EndGrant, e);

    /// <summary>The person may look at their own record: a grant to themselves.</summary>
    public static async Task ApplyAsync(LoginBound e, Work work)
    {
        await work.WriteAsync(DeleteMember, new { e.Issuer, e.Subject, grantee = e.PersonId });
        await work.WriteAsync(InsertMember, new
        {
            e.Issuer,
            e.Subject,
            grantee = e.PersonId,
            capacity = "self",
            agencyId = (Guid?)null,
            e.From,
        });
        await work.WriteAsync(DeleteGrant, new { e.PersonId, grantee = e.PersonId, id = e.PersonId });
        await work.WriteAsync(InsertGrant,
            new { e.PersonId, grantee = e.PersonId, id = e.PersonId, purpose = "self", e.From });
    }

    /// <summary>An entry or a kind is open to a team.</summary>
    public static async Task ApplyAsync(RecordOpened e, Work work)
    {
        await work.WriteAsync(DeleteOpened, new { e.PersonId, e.OpeningId });
        await work.WriteAsync(InsertOpened, e);
    }

    /// <summary>It is open no more.</summary>
    public static Task ApplyAsync(RecordClosed e, Work work) =>
        work.WriteAsync(DeleteOpened, new { e.PersonId, e.OpeningId });

    /// <summary>
    /// Withholds an item from agencies or teams, from birth or later; the item's owner calls this in the item's own
    /// transaction, and every service that follows the owner does the same with the event.
    /// </summary>
    public static async Task WithholdAsync(this Work work, Guid person, Guid item, IEnumerable<Guid> grantees)
    {
        foreach (var grantee in grantees)
        {
            await work.WriteAsync(DeleteWithheld, new { item, grantee });
            await work.WriteAsync(InsertWithheld, new { item, grantee, person });
        }
    }

    /// <summary>From whom an item is withheld: what is made of it is withheld from them as well.</summary>
    public static Task<List<Guid>> WithheldFromAsync(this Work work, Guid item) =>
        work.ManyAsync<Guid>(SelectWithheld, new { item });

    /// <summary>Notes the teams whose practitioners took part in an item.</summary>
    public static async Task TookPartAsync(this Work work, Guid person, Guid item, IEnumerable<Guid> teams)
    {
        foreach (var team in teams)
        {
            await work.WriteAsync(DeleteTakingPart, new { item, team });
            await work.WriteAsync(InsertTakingPart, new { item, team, person });
        }
    }

    private const string DeleteAgreement = "DELETE FROM Agreement WHERE AgencyId = @AgencyId";
    private const string InsertAgreement = "INSERT INTO Agreement (AgencyId, Health) VALUES (@AgencyId, @Health)";

    private const string DeleteMember =
        "DELETE FROM Member WHERE Issuer = @issuer AND Subject = @subject AND Grantee = @grantee";

    private const string InsertMember = """
        INSERT INTO Member (Issuer, Subject, Grantee, Capacity, AgencyId, FromTime)
        VALUES (@issuer, @subject, @grantee, @capacity, @agencyId, @from)
        """;

    private const string EndMember = """
        UPDATE Member SET UntilTime = @Until WHERE Issuer = @Issuer AND Subject = @Subject AND Grantee = @TeamId
        """;

    private const string DeleteGrant =
        "DELETE FROM AccessGrant WHERE PersonId = @personId AND Grantee = @grantee AND Id = @id";

    private const string InsertGrant = """
        INSERT INTO AccessGrant (PersonId, Grantee, Id, Purpose, FromTime)
        VALUES (@personId, @grantee, @id, @purpose, @from)
        """;

    private const string EndGrant = """
        UPDATE AccessGrant SET UntilTime = @Until
        WHERE PersonId = @PersonId AND Grantee = @TeamId AND Id = @InvolvementId
        """;

    private const string DeleteOpened = "DELETE FROM Opened WHERE PersonId = @personId AND Id = @openingId";

    private const string InsertOpened = """
        INSERT INTO Opened (PersonId, Id, TeamId, Kind, ItemId, FromTeamId)
        VALUES (@PersonId, @OpeningId, @TeamId, @Kind, @ItemId, @FromTeamId)
        """;

    private const string DeleteWithheld = "DELETE FROM Withheld WHERE ItemId = @item AND Grantee = @grantee";

    private const string InsertWithheld =
        "INSERT INTO Withheld (ItemId, Grantee, PersonId) VALUES (@item, @grantee, @person)";

    private const string SelectWithheld = "SELECT w.Grantee FROM Withheld w WHERE w.ItemId = @item";

    private const string DeleteTakingPart = "DELETE FROM TakingPart WHERE ItemId = @item AND TeamId = @team";

    private const string InsertTakingPart =
        "INSERT INTO TakingPart (ItemId, TeamId, PersonId) VALUES (@item, @team, @person)";
}
