using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PersonalOutcomes.Identity;
using PersonalOutcomes.Testing;

namespace PersonalOutcomes.Conventions.Rpcs;

/// <summary>Tokens made of a good one, with one thing wrong about each; every one carries the good one's claims.</summary>
public sealed class Forged(Platform platform, string good)
{
    private static readonly RsaSecurityKey Unknown = new(RSA.Create(2048)) { KeyId = "nobodys" };

    private readonly JsonWebToken _good = new(good);
    private readonly RsaSecurityKey _identitys =
        platform.Services("identity").GetRequiredService<SigningKeys>().Live[0].Key;

    /// <summary>What is wrong, the token, and the reason of the refusal.</summary>
    public IEnumerable<(string What, string? Token, string Reason)> All =>
    [
        ("no token", null, "TOKEN_MISSING"),
        ("no token in it", "", "TOKEN_INVALID"),
        ("expired", Made(Rs256(_identitys), until: DateTime.UtcNow.AddMinutes(-2)), "TOKEN_EXPIRED"),
        ("alg none", Made(null), "TOKEN_INVALID"),
        ("HS256 with the public key", Made(new(PublicKey(), SecurityAlgorithms.HmacSha256)), "TOKEN_INVALID"),
        ("a key that nobody knows", Made(Rs256(Unknown)), "TOKEN_INVALID"),
        ("a key that nobody knows under a known name",
            Made(Rs256(new(Unknown.Rsa) { KeyId = _identitys.KeyId })), "TOKEN_INVALID"),
        ("RS512", Made(new(_identitys, SecurityAlgorithms.RsaSha512)), "TOKEN_INVALID"),
        ("for another audience", Made(Rs256(_identitys), audience: "another-platform"), "TOKEN_INVALID"),
        ("of another issuer", Made(Rs256(_identitys), issuer: "http://127.0.0.1:1/"), "TOKEN_INVALID"),
        ("not valid yet", Made(Rs256(_identitys), from: DateTime.UtcNow.AddMinutes(5)), "TOKEN_INVALID"),
        ("other claims under the good one's signature", Swapped(), "TOKEN_INVALID"),
    ];

    /// <summary>The good one's claims signed again in the right way: shows that nothing else is wrong.</summary>
    public string Anew => Made(Rs256(_identitys));

    private static SigningCredentials Rs256(RsaSecurityKey key) => new(key, SecurityAlgorithms.RsaSha256);

    private SymmetricSecurityKey PublicKey() => new(_identitys.Rsa is { } rsa
        ? rsa.ExportSubjectPublicKeyInfo()
        : RSA.Create(_identitys.Parameters).ExportSubjectPublicKeyInfo()) { KeyId = _identitys.KeyId };

    private string Made(SigningCredentials? by, string? audience = null, string? issuer = null, DateTime? from = null,
        DateTime? until = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
        new SecurityTokenDescriptor
        {
            Subject = new ClaimsIdentity(_good.Claims.Where(c =>
                c.Type is not ("iss" or "aud" or "exp" or "nbf" or "iat"))),
            Issuer = issuer ?? _good.Issuer,
            Audience = audience ?? _good.Audiences.Single(),
            IssuedAt = DateTime.UtcNow.AddMinutes(-5),
            NotBefore = from,
            Expires = until ?? from?.AddMinutes(5) ?? DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = by,
            TokenType = _good.Typ,
        });

    private string Swapped()
    {
        var parts = good.Split('.');
        var anew = Made(Rs256(Unknown)).Split('.');
        return $"{parts[0]}.{anew[1]}.{parts[2]}";
    }
}
