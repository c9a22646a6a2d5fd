using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PersonalOutcomes.Cli;

/// <summary>
/// The short-lived statement by which a client proves that it holds a private key (<c>private_key_jwt</c>, RFC 7523).
/// </summary>
public static class ClientAssertion
{
    /// <summary>
    /// Signs a statement good for one minute at this issuer. Throws <see cref="SignInException"/> if
    /// <paramref name="pem"/> is neither an RSA key nor an EC key on P-256.
    /// </summary>
    public static string Sign(string client, string issuer, string pem, DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        using var curve = ECDsa.Create();
        var isRsa = TryImport(rsa, pem);
        if (!isRsa && !(TryImport(curve, pem) && curve.KeySize == 256))
        {
            throw new SignInException("The key file holds no private RSA key and no private EC key on P-256.");
        }

        var header = new Dictionary<string, object>
        {
            ["alg"] = isRsa ? "RS256" : "ES256", ["typ"] = "client-authentication+jwt",
        };
        var claims = new Dictionary<string, object>
        {
            ["iss"] = client, ["sub"] = client, ["aud"] = issuer, ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = now.AddMinutes(1).ToUnixTimeSeconds(),
        };
        var text = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        try
        {
            var signature = isRsa
                ? rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : curve.SignData(bytes, HashAlgorithmName.SHA256);
            return $"{text}.{Base64Url.EncodeToString(signature)}";
        }
        catch (CryptographicException problem)
        {
            throw new SignInException("The key file holds a public key; the private one is needed.", problem);
        }
    }

    private static bool TryImport(AsymmetricAlgorithm algorithm, string pem)
    {
        try
        {
            algorithm.ImportFromPem(pem);
            return true;
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static string Encode(Dictionary<string, object> part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
