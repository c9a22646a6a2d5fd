namespace PersonalOutcomes.Events;

/// <summary>An agency was entered; it has access to nothing until it has signed the agreement.</summary>
/// <param name="AgencyId">The agency.</param>
/// <param name="Type">health, social_work, housing, voluntary or care_provider.</param>
public sealed record AgencyRegistered(Guid AgencyId, string Type);

/// <summary>An agency has one more team.</summary>
/// <param name="TeamId">The team.</param>
/// <param name="AgencyId">Its agency.</param>
public sealed record TeamAdded(Guid TeamId, Guid AgencyId);

/// <summary>An agency has signed the sharing agreement; from now its staff may have access at all.</summary>
/// <param name="AgencyId">The agency.</param>
/// <param name="Health">True when it is a health body: what it records counts as health-authored.</param>
public sealed record AgreementSigned(Guid AgencyId, bool Health);

/// <summary>An agency's agreement has ended; its staff and systems have access to nothing until it signs.</summary>
/// <param name="AgencyId">The agency.</param>
public sealed record AgreementEnded(Guid AgencyId);

/// <summary>Somebody belongs to a team.</summary>
/// <param name="Issuer">The issuer of their sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
/// <param name="TeamId">The team.</param>
/// <param name="AgencyId">The team's agency.</param>
/// <param name="Capacity">staff, or system for an agency's own computer system.</param>
/// <param name="From">From when, UTC.</param>
public sealed record StaffJoined(
    string Issuer, string Subject, Guid TeamId, Guid AgencyId, string Capacity, DateTimeOffset From);

/// <summary>Somebody no longer belongs to a team.</summary>
/// <param name="Issuer">The issuer of their sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
/// <param name="TeamId">The team.</param>
/// <param name="Until">Until when, UTC; access ends at that instant.</param>
public sealed record StaffLeft(string Issuer, string Subject, Guid TeamId, DateTimeOffset Until);

/// <summary>A team is involved with a person and may see the record for a purpose.</summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
/// <param name="Purpose">What for: support, referral, adult_protection.</param>
/// <param name="From">From when, UTC.</param>
public sealed record InvolvementOpened(
    Guid InvolvementId, Guid PersonId, Guid TeamId, string Purpose, DateTimeOffset From);

/// <summary>
/// A team is no longer involved after a time, which may be to come; told again when that time is moved or taken back,
/// and the newest counts.
/// </summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
/// <param name="Until">
/// Until when, UTC; access ends at that instant. Null where the end was taken back, and none is known.
/// </param>
public sealed record InvolvementEnded(Guid InvolvementId, Guid PersonId, Guid TeamId, DateTimeOffset? Until);

/// <summary>Somebody of the team is named as working with the person, or with another role or offer.</summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
/// <param name="Issuer">The issuer of their sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
public sealed record PractitionerNamed(
    Guid InvolvementId, Guid PersonId, Guid TeamId, string Issuer, string Subject);

/// <summary>Somebody of the team no longer works with the person.</summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
/// <param name="Issuer">The issuer of their sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
public sealed record PractitionerWithdrawn(
    Guid InvolvementId, Guid PersonId, Guid TeamId, string Issuer, string Subject);

/// <summary>The person chose which team leads.</summary>
/// <param name="LeadId">The choice.</param>
/// <param name="PersonId">The person.</param>
/// <param name="LeadTeamId">The team that leads, while it is involved.</param>
public sealed record LeadTeamChosen(Guid LeadId, Guid PersonId, Guid LeadTeamId);

/// <summary>A team proposed which team should lead.</summary>
/// <param name="LeadId">The proposal.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team that proposed.</param>
/// <param name="LeadTeamId">The team that should lead.</param>
public sealed record LeadTeamProposed(Guid LeadId, Guid PersonId, Guid TeamId, Guid LeadTeamId);

/// <summary>A second team agreed which team leads.</summary>
/// <param name="LeadId">The proposal.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team that agreed.</param>
/// <param name="LeadTeamId">The team that leads, while it is involved.</param>
public sealed record LeadTeamAgreed(Guid LeadId, Guid PersonId, Guid TeamId, Guid LeadTeamId);

/// <summary>A person's own sign-in is bound to their record.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Issuer">The issuer of their sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
/// <param name="From">From when, UTC.</param>
public sealed record LoginBound(Guid PersonId, string Issuer, string Subject, DateTimeOffset From);

/// <summary>An entry, or every entry of a kind, is opened to a team beyond its default audience.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team it is opened to.</param>
/// <param name="Kind">The kind that is opened; null when one entry is.</param>
/// <param name="ItemId">The entry that is opened; null when a kind is.</param>
/// <param name="FromTeamId">
/// The team whose practitioner opened it: it opens only what that team recorded or took part in. Null when the person
/// did, who can open everything.
/// </param>
public sealed record RecordOpened(
    Guid OpeningId, Guid PersonId, Guid TeamId, string? Kind, Guid? ItemId, Guid? FromTeamId);

/// <summary>An opening is taken back.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
public sealed record RecordClosed(Guid OpeningId, Guid PersonId);

/// <summary>A person was referred to a team. What was said about it stays in Sharing.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
/// <param name="FromTeamId">The team that made it; null when the person referred themselves.</param>
/// <param name="ToTeamId">The team it went to.</param>
/// <param name="HappenedOn">The day, Europe/London.</param>
/// <param name="Urgency">routine, soon or urgent.</param>
/// <param name="LegalBasis">public_task, adult_protection, court, vital_interests or consent.</param>
/// <param name="IsPersonsVoice">True when the say that it carries is the person's own, through direct channels.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record ReferralMade(Guid ReferralId, Guid PersonId, Guid? FromTeamId, Guid ToTeamId, DateOnly HappenedOn,
    string Urgency, string LegalBasis, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>A referral was accepted; the involvement that it opened follows as an event of its own.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The receiving team.</param>
/// <param name="InvolvementId">The involvement.</param>
public sealed record ReferralAccepted(Guid ReferralId, Guid PersonId, Guid TeamId, Guid InvolvementId);

/// <summary>A referral was declined.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The receiving team.</param>
public sealed record ReferralDeclined(Guid ReferralId, Guid PersonId, Guid TeamId);

/// <summary>A referral was taken back before it was answered.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team that had made it; null when the person had.</param>
/// <param name="IsPersonsVoice">True when the reason is in the person's own voice.</param>
public sealed record ReferralWithdrawn(Guid ReferralId, Guid PersonId, Guid? TeamId, bool IsPersonsVoice);

/// <summary>The person lets a referral through to its team, whether or not they kept it from that team.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
public sealed record ReferralLetThrough(Guid ReferralId, Guid PersonId);

/// <summary>The receiving team asked for more. What it asked stays in Sharing.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The receiving team.</param>
public sealed record ReferralMoreAsked(Guid ReferralId, Guid PersonId, Guid TeamId);

/// <summary>More was told to the receiving team, and the referral waits again.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team that told it; null when the person did.</param>
/// <param name="IsPersonsVoice">True when it is told in the person's own voice.</param>
public sealed record ReferralMoreAnswered(Guid ReferralId, Guid PersonId, Guid? TeamId, bool IsPersonsVoice);

/// <summary>A referral was sent on to another team; the one that came of it follows as one that is made.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team that sent it on.</param>
/// <param name="ToTeamId">The next team.</param>
/// <param name="ToReferralId">The referral that waits with the next team.</param>
public sealed record ReferralRedirected(
    Guid ReferralId, Guid PersonId, Guid TeamId, Guid ToTeamId, Guid ToReferralId);

/// <summary>The receiving team has said what came of a referral. The words stay in Sharing.</summary>
/// <param name="ReferralId">The referral.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The receiving team.</param>
public sealed record ReferralCompleted(Guid ReferralId, Guid PersonId, Guid TeamId);

/// <summary>A one-use login code was printed for a person. The code itself is kept nowhere.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team that printed it.</param>
public sealed record LoginCodePrinted(Guid PersonId, Guid TeamId);

/// <summary>
/// A member of staff declared that a record is their own or that of somebody close: as staff they see it no more.
/// </summary>
/// <param name="PersonId">The person.</param>
/// <param name="Issuer">The issuer of the sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
public sealed record KinDeclared(Guid PersonId, string Issuer, string Subject);

/// <summary>A declaration was taken back by the agency's administrator.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Issuer">The issuer of the sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
public sealed record KinWithdrawn(Guid PersonId, string Issuer, string Subject);

/// <summary>The whole record, or every entry of a kind, is kept from an agency, a team or a representative.</summary>
/// <param name="RestrictionId">The restriction.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Grantee">The agency, team or representation from whom.</param>
/// <param name="Kind">A code of <c>kinds.tsv</c>; null for the whole record.</param>
public sealed record RestrictionSet(Guid RestrictionId, Guid PersonId, Guid Grantee, string? Kind);

/// <summary>
/// Something is kept from somebody no more. What had kept it, if anything, is listed in one event, so that nothing
/// tells how many there were.
/// </summary>
/// <param name="PersonId">The person.</param>
/// <param name="RestrictionIds">The restrictions that hold no more; none where none had held.</param>
public sealed record RestrictionsLifted(Guid PersonId, Guid[] RestrictionIds);

/// <summary>A person's wish about sharing was recorded. What it says, and about whom, stays in Sharing.</summary>
/// <param name="WishId">The wish.</param>
/// <param name="PersonId">The person.</param>
/// <param name="IsPersonsVoice">True when it is in the person's own voice.</param>
/// <param name="WithheldFrom">Agencies or teams from whom it is withheld from birth.</param>
public sealed record WishRecorded(Guid WishId, Guid PersonId, bool IsPersonsVoice, Guid[] WithheldFrom);

/// <summary>A person objected to an agency's seeing the record. What hides it follows as an event of its own.</summary>
/// <param name="ObjectionId">The objection.</param>
/// <param name="PersonId">The person.</param>
/// <param name="AgencyId">The agency.</param>
/// <param name="DueOn">The day by which the agency is to decide.</param>
public sealed record ObjectionMade(Guid ObjectionId, Guid PersonId, Guid AgencyId, DateOnly DueOn);

/// <summary>The agency recorded a duty by which it sees the record while the objection waits.</summary>
/// <param name="ObjectionId">The objection.</param>
/// <param name="PersonId">The person.</param>
/// <param name="AgencyId">The agency.</param>
public sealed record ObjectionDutyRecorded(Guid ObjectionId, Guid PersonId, Guid AgencyId);

/// <summary>The agency decided an objection.</summary>
/// <param name="ObjectionId">The objection.</param>
/// <param name="PersonId">The person.</param>
/// <param name="AgencyId">The agency.</param>
/// <param name="Upheld">True when the record stays kept from the agency.</param>
public sealed record ObjectionDecided(Guid ObjectionId, Guid PersonId, Guid AgencyId, bool Upheld);

/// <summary>The person took an objection back.</summary>
/// <param name="ObjectionId">The objection.</param>
/// <param name="PersonId">The person.</param>
/// <param name="AgencyId">The agency.</param>
public sealed record ObjectionWithdrawn(Guid ObjectionId, Guid PersonId, Guid AgencyId);

/// <summary>
/// That a team is involved is a secret, and so is whatever it recorded; the newest that is told counts.
/// </summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
/// <param name="From">From when, which may lie ahead: its open work is over by then; from now on where null.</param>
public sealed record InvolvementMadePrivate(
    Guid InvolvementId, Guid PersonId, Guid TeamId, DateTimeOffset? From = null);

/// <summary>An involvement is private, while its team is openly involved as well.</summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
public sealed record PrivateMarkMade(Guid InvolvementId, Guid PersonId, Guid TeamId);

/// <summary>Why an involvement is private was looked at again, and holds.</summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
public sealed record PrivateMarkReviewed(Guid InvolvementId, Guid PersonId, Guid TeamId);

/// <summary>An involvement is private no more, while another of the same team still is.</summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
public sealed record PrivateMarkEnded(Guid InvolvementId, Guid PersonId, Guid TeamId);

/// <summary>
/// A council's team took up its duty to protect somebody; the involvement follows as one that is
/// opened.
/// </summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
public sealed record ProtectionOpened(Guid InvolvementId, Guid PersonId, Guid TeamId);

/// <summary>That a team is involved is a secret no more.</summary>
/// <param name="InvolvementId">The involvement.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
public sealed record InvolvementShown(Guid InvolvementId, Guid PersonId, Guid TeamId);

/// <summary>Somebody was named who may act for a person, once they have bound a sign-in.</summary>
/// <param name="RepresentativeId">The representation.</param>
/// <param name="PersonId">The person.</param>
public sealed record RepresentativeNamed(Guid RepresentativeId, Guid PersonId);

/// <summary>A one-use code was printed for a representative. The code itself is kept nowhere.</summary>
/// <param name="RepresentativeId">The representation.</param>
/// <param name="PersonId">The person.</param>
public sealed record RepresentativeCodePrinted(Guid RepresentativeId, Guid PersonId);

/// <summary>A sign-in may act for a person, within a scope and dates.</summary>
/// <param name="RepresentativeId">The representation; what is withheld names it as it names a team.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Issuer">The issuer of the sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
/// <param name="Scope">sees, speaks (sees too) or agrees (sees and speaks too).</param>
/// <param name="From">From when, UTC.</param>
/// <param name="Until">Until when, UTC; null when no end is set.</param>
public sealed record RepresentativeBound(Guid RepresentativeId, Guid PersonId, string Issuer, string Subject,
    string Scope, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>A representation ends.</summary>
/// <param name="RepresentativeId">The representation.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Until">Until when, UTC.</param>
public sealed record RepresentativeEnded(Guid RepresentativeId, Guid PersonId, DateTimeOffset Until);

/// <summary>An emergency opened a record to one practitioner.</summary>
/// <param name="EmergencyId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The practitioner's team, whose manager answers for it; it opens nothing to the team.</param>
/// <param name="Issuer">The issuer of the practitioner's sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
/// <param name="Reason">The coded reason.</param>
/// <param name="From">From when, UTC.</param>
/// <param name="Until">Until when, UTC.</param>
public sealed record EmergencyOpened(Guid EmergencyId, Guid PersonId, Guid TeamId, string Issuer, string Subject,
    string Reason, DateTimeOffset From, DateTimeOffset Until);

/// <summary>An emergency access was given back before its time was over.</summary>
/// <param name="EmergencyId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The practitioner's team.</param>
/// <param name="Until">When it had been opened, UTC: no set-back clock comes to a time before its end.</param>
public sealed record EmergencyClosed(Guid EmergencyId, Guid PersonId, Guid TeamId, DateTimeOffset Until);

/// <summary>A practitioner asked for a record in an emergency, and a second person has to agree first.</summary>
/// <param name="EmergencyId">The request.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The practitioner's team.</param>
/// <param name="Issuer">The issuer of the practitioner's sign-in.</param>
/// <param name="Subject">Who they are to that issuer.</param>
/// <param name="Reason">The coded reason.</param>
public sealed record EmergencyAsked(
    Guid EmergencyId, Guid PersonId, Guid TeamId, string Issuer, string Subject, string Reason);

/// <summary>A practitioner asked again for what is open to them, or waits; it lasts no longer for that.</summary>
/// <param name="EmergencyId">The opening or request that stands.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The practitioner's team.</param>
public sealed record EmergencyAskedAgain(Guid EmergencyId, Guid PersonId, Guid TeamId);

/// <summary>Whoever answers for it has said whether an emergency access was right. The words stay in Sharing.</summary>
/// <param name="EmergencyId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team whose practitioner opened it.</param>
/// <param name="Finding">right, not_needed or wrong.</param>
public sealed record EmergencyReviewed(Guid EmergencyId, Guid PersonId, Guid TeamId, string Finding);

/// <summary>Somebody has to be told something about a person.</summary>
/// <param name="NoticeId">The notice.</param>
/// <param name="PersonId">About whom.</param>
/// <param name="Kind">A code of <c>notices.tsv</c>.</param>
/// <param name="AboutId">What happened.</param>
/// <param name="Recipient">person, team, team_leads or privacy_officers.</param>
/// <param name="ToId">The team or the agency; null for the person.</param>
/// <param name="Since">From when they see it, UTC.</param>
public sealed record NoticeGiven(Guid NoticeId, Guid PersonId, string Kind, Guid AboutId, string Recipient, Guid? ToId,
    DateTimeOffset Since);

/// <summary>A notice was seen by whom it is for.</summary>
/// <param name="NoticeId">The notice.</param>
/// <param name="PersonId">About whom.</param>
public sealed record NoticeSeen(Guid NoticeId, Guid PersonId);

/// <summary>A team brought the person a notice, or could not. Why not stays in Sharing.</summary>
/// <param name="NoticeId">The notice.</param>
/// <param name="PersonId">The person.</param>
/// <param name="TeamId">The team.</param>
/// <param name="Done">True when the person has it.</param>
public sealed record NoticeDelivered(Guid NoticeId, Guid PersonId, Guid TeamId, bool Done);
