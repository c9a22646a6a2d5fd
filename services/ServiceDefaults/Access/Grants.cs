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
        .On<AgreementSigned>(ApplyAsync).On<AgreementEnded>(ApplyAsync)
        .On<StaffJoined>(ApplyAsync).On<StaffLeft>(ApplyAsync)
        .On<InvolvementOpened>(ApplyAsync).On<InvolvementEnded>(ApplyAsync)
        .On<InvolvementMadePrivate>(ApplyAsync).On<InvolvementShown>(ApplyAsync)
        .On<LoginBound>(ApplyAsync).On<PersonMerged>(ApplyAsync).On<PersonUnmerged>(ApplyAsync)
        .On<RepresentativeBound>(ApplyAsync).On<RepresentativeEnded>(ApplyAsync)
        .On<RecordOpened>(ApplyAsync).On<RecordClosed>(ApplyAsync)
        .On<KinDeclared>(ApplyAsync).On<KinWithdrawn>(ApplyAsync)
        .On<RestrictionSet>(ApplyAsync).On<RestrictionsLifted>(ApplyAsync)
        .On<EmergencyOpened>(ApplyAsync).On<EmergencyClosed>(ApplyAsync);

    /// <summary>The agency's staff may have access.</summary>
    public static Task ApplyAsync(AgreementSigned e, Work work) => work.WriteAsync(SetAgreement, e);

    /// <summary>They have none, whatever was granted, until it signs again.</summary>
    public static Task ApplyAsync(AgreementEnded e, Work work) => work.WriteAsync(DeleteAgreement, e);

    /// <summary>A member of a team.</summary>
    public static Task ApplyAsync(StaffJoined e, Work work) =>
        MemberAsync(work, e.Issuer, e.Subject, e.TeamId, e.Capacity, e.AgencyId, e.From, null);

    /// <summary>No longer a member.</summary>
    public static Task ApplyAsync(StaffLeft e, Work work) =>
        work.WriteAsync(EndMember, new { e.Issuer, e.Subject, grantee = e.TeamId, e.Until });

    /// <summary>The team may look.</summary>
    public static Task ApplyAsync(InvolvementOpened e, Work work) =>
        GrantAsync(work, e.PersonId, e.TeamId, e.InvolvementId, e.Purpose, e.From, null);

    /// <summary>The team may look no more after a time; or goes on, where that was taken back.</summary>
    public static Task ApplyAsync(InvolvementEnded e, Work work) =>
        work.WriteAsync(EndGrant, new { e.PersonId, grantee = e.TeamId, id = e.InvolvementId, e.Until });

    /// <summary>Whoever declared it sees the record no more as staff.</summary>
    public static Task ApplyAsync(KinDeclared e, Work work) => work.WriteAsync(SetKin, e);

    /// <summary>Nothing is declared any more.</summary>
    public static Task ApplyAsync(KinWithdrawn e, Work work) => work.WriteAsync(DeleteKin, e);

    /// <summary>The record, or a kind, is kept from somebody.</summary>
    public static Task ApplyAsync(RestrictionSet e, Work work) => work.WriteAsync(SetRestriction, e);

    /// <summary>None of these keeps it from anybody any more, though another may; there may be none.</summary>
    public static Task ApplyAsync(RestrictionsLifted e, Work work) =>
        work.WriteAsync(DeleteRestrictions, new { e.PersonId, ids = Each.Of(e.RestrictionIds) });

    /// <summary>The team and what it recorded are for itself and the person, from now or from when it says.</summary>
    public static Task ApplyAsync(InvolvementMadePrivate e, Work work) =>
        work.WriteAsync(SetPrivate, new { e.PersonId, e.TeamId, from = e.From ?? DateTimeOffset.MinValue });

    /// <summary>They are as every other team's.</summary>
    public static Task ApplyAsync(InvolvementShown e, Work work) => work.WriteAsync(DeletePrivate, e);

    /// <summary>Somebody may act for the person: a grant to the representation, whose one member they are.</summary>
    public static async Task ApplyAsync(RepresentativeBound e, Work work)
    {
        // A new sign-in takes the place of an earlier one.
        await work.WriteAsync(DeleteMembers, new { grantee = e.RepresentativeId });
        await MemberAsync(work, e.Issuer, e.Subject, e.RepresentativeId, "representative", null, e.From, e.Until);
        await GrantAsync(work, e.PersonId, e.RepresentativeId, e.RepresentativeId, e.Scope, e.From, e.Until);
    }

    /// <summary>They may act no more.</summary>
    public static Task ApplyAsync(RepresentativeEnded e, Work work) => work.WriteAsync(EndGrant,
        new { e.PersonId, grantee = e.RepresentativeId, id = e.RepresentativeId, e.Until });

    /// <summary>One practitioner may look, and not the team.</summary>
    public static async Task ApplyAsync(EmergencyOpened e, Work work)
    {
        await work.WriteAsync(SetEmergencyBy, e);
        await GrantAsync(work, e.PersonId, e.TeamId, e.EmergencyId, "emergency", e.From, e.Until);
    }

    /// <summary>They may look no more.</summary>
    public static Task ApplyAsync(EmergencyClosed e, Work work) =>
        work.WriteAsync(EndGrant, new { e.PersonId, grantee = e.TeamId, id = e.EmergencyId, e.Until });

    /// <summary>The person may look at their own record: a grant to themselves.</summary>
    public static async Task ApplyAsync(LoginBound e, Work work)
    {
        await MemberAsync(work, e.Issuer, e.Subject, e.PersonId, "self", null, e.From, null);
        await GrantAsync(work, e.PersonId, e.PersonId, e.PersonId, "self", e.From, null);
    }

    /// <summary>The person may look at what is recorded about them under another id: a grant to that one too.</summary>
    public static Task ApplyAsync(PersonMerged e, Work work) =>
        GrantAsync(work, e.PersonId, e.OtherPersonId, e.MergeId, "self", e.From, null);

    /// <summary>It is somebody else's record.</summary>
    public static Task ApplyAsync(PersonUnmerged e, Work work) =>
        work.WriteAsync(EndGrant, new { e.PersonId, grantee = e.OtherPersonId, id = e.MergeId, e.Until });

    /// <summary>An entry or a kind is open to a team.</summary>
    public static Task ApplyAsync(RecordOpened e, Work work) => work.WriteAsync(SetOpened, e);

    /// <summary>It is open no more.</summary>
    public static Task ApplyAsync(RecordClosed e, Work work) => work.WriteAsync(DeleteOpened, e);

    /// <summary>The other ids under which a person is known now, as <see cref="PersonMerged"/> granted them.</summary>
    public const string SelectSameAs = """
        SELECT DISTINCT g.Grantee FROM AccessGrant g
        WHERE g.PersonId = @personId AND g.Purpose = 'self' AND g.Grantee <> @personId AND g.UntilTime IS NULL
        """;

    private static Task MemberAsync(Work work, string issuer, string subject, Guid grantee, string capacity,
        Guid? agencyId, DateTimeOffset from, DateTimeOffset? until) =>
        work.WriteAsync(SetMember, new { issuer, subject, grantee, capacity, agencyId, from, until });

    private static Task GrantAsync(Work work, Guid personId, Guid grantee, Guid id, string purpose,
        DateTimeOffset from, DateTimeOffset? until) =>
        work.WriteAsync(SetGrant, new { personId, grantee, id, purpose, from, until });

    // Each Set leaves the same when it is called twice: what a journal tells may be told again.

    private const string DeleteAgreement = "DELETE FROM Agreement WHERE AgencyId = @AgencyId";

    private const string SetAgreement =
        $"{DeleteAgreement}; INSERT INTO Agreement (AgencyId, Health) VALUES (@AgencyId, @Health)";

    private const string SetMember = """
        DELETE FROM Member WHERE Issuer = @issuer AND Subject = @subject AND Grantee = @grantee;
        INSERT INTO Member (Issuer, Subject, Grantee, Capacity, AgencyId, FromTime, UntilTime)
        VALUES (@issuer, @subject, @grantee, @capacity, @agencyId, @from, @until)
        """;

    private const string DeleteMembers = "DELETE FROM Member WHERE Grantee = @grantee";

    private const string EndMember =
        "UPDATE Member SET UntilTime = @Until WHERE Issuer = @Issuer AND Subject = @Subject AND Grantee = @grantee";

    private const string SetGrant = """
        DELETE FROM AccessGrant WHERE PersonId = @personId AND Grantee = @grantee AND Id = @id;
        INSERT INTO AccessGrant (PersonId, Grantee, Id, Purpose, FromTime, UntilTime)
        VALUES (@personId, @grantee, @id, @purpose, @from, @until)
        """;

    private const string EndGrant =
        "UPDATE AccessGrant SET UntilTime = @Until WHERE PersonId = @PersonId AND Grantee = @grantee AND Id = @id";

    private const string DeleteKin =
        "DELETE FROM Kin WHERE PersonId = @PersonId AND Issuer = @Issuer AND Subject = @Subject";

    private const string SetKin =
        $"{DeleteKin}; INSERT INTO Kin (PersonId, Issuer, Subject) VALUES (@PersonId, @Issuer, @Subject)";

    private const string DeleteRestrictions =
        "DELETE FROM Restriction WHERE PersonId = @PersonId AND Id IN (/*each:@ids*/)";

    private const string SetRestriction = """
        DELETE FROM Restriction WHERE PersonId = @PersonId AND Id = @RestrictionId;
        INSERT INTO Restriction (PersonId, Id, Grantee, Kind) VALUES (@PersonId, @RestrictionId, @Grantee, @Kind)
        """;

    private const string DeletePrivate = "DELETE FROM PrivateTeam WHERE PersonId = @PersonId AND TeamId = @TeamId";

    private const string SetPrivate = DeletePrivate
        + "; INSERT INTO PrivateTeam (PersonId, TeamId, FromTime) VALUES (@PersonId, @TeamId, @from)";

    private const string SetEmergencyBy = """
        DELETE FROM EmergencyBy WHERE Id = @EmergencyId;
        INSERT INTO EmergencyBy (Id, Issuer, Subject) VALUES (@EmergencyId, @Issuer, @Subject)
        """;

    private const string DeleteOpened = "DELETE FROM Opened WHERE PersonId = @PersonId AND Id = @OpeningId";

    private const string SetOpened = $"""
        {DeleteOpened};
        INSERT INTO Opened (PersonId, Id, TeamId, Kind, ItemId, FromTeamId)
        VALUES (@PersonId, @OpeningId, @TeamId, @Kind, @ItemId, @FromTeamId)
        """;
}
