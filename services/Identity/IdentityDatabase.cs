using Microsoft.EntityFrameworkCore;

namespace PersonalOutcomes.Identity;

/// <summary>
/// Everything Identity stores: OpenIddict's clients, authorisations and tokens, and its own accounts. The tables are
/// made by the numbered scripts in <c>Schema/</c>; a test holds scripts and model together.
/// </summary>
public sealed class IdentityDatabase(DbContextOptions<IdentityDatabase> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Registration> Registrations => Set<Registration>();

    public DbSet<AgencySystem> AgencySystems => Set<AgencySystem>();

    public DbSet<FailedSignIn> FailedSignIns => Set<FailedSignIn>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.UseOpenIddict();

        model.Entity<Account>(account =>
        {
            account.ToTable("Account");
            account.Property(a => a.UserName).HasMaxLength(100);
            account.Property(a => a.Name).HasMaxLength(200);
            account.Property(a => a.PasswordHash).HasMaxLength(200);
            account.Property(a => a.Registration).HasMaxLength(100);
            account.Property(a => a.Role).HasMaxLength(50);
            account.HasIndex(a => a.UserName).IsUnique();
            account.HasOne<Registration>().WithMany().HasForeignKey(a => a.Registration)
                .OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<Registration>(registration =>
        {
            registration.ToTable("Registration");
            registration.HasKey(r => r.Name);
            registration.Property(r => r.Name).HasMaxLength(100);
            registration.Property(r => r.Class).HasConversion<string>().HasMaxLength(20);
            registration.Property(r => r.Issuer).HasMaxLength(400);
        });

        model.Entity<AgencySystem>(system =>
        {
            system.ToTable("AgencySystem");
            system.HasKey(s => s.ClientId);
            system.Property(s => s.ClientId).HasMaxLength(100);
            system.Property(s => s.Registration).HasMaxLength(100);
            system.HasOne<Registration>().WithMany().HasForeignKey(s => s.Registration)
                .OnDelete(DeleteBehavior.Restrict);
        });

        model.Entity<FailedSignIn>(failed =>
        {
            failed.ToTable("FailedSignIn");
            failed.HasKey(f => f.UserNameDigest);
            failed.Property(f => f.UserNameDigest).HasMaxLength(64);
        });
    }
}
