using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace PersonalOutcomes.Identity;

/// <summary>
/// The frame of every page here: one column, big type, no script, nothing from elsewhere. Colours keep at least
/// 4.5 to 1 (text) and 3 to 1 (borders, focus) against what is behind them.
/// </summary>
public static class Page
{
    private const string Style =
        """
        *{box-sizing:border-box}
        body{margin:0;background:#f4f2ee;color:#1b1b1b;font:1.25rem/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
        header{background:#123c4a;color:#fff;padding:.75rem 0;font-weight:700}
        header>*,main{max-width:34rem;margin:0 auto;padding:0 1rem}
        main{padding-top:1rem;padding-bottom:3rem}
        h1{font-size:2rem;line-height:1.2;margin:1.5rem 0}
        h2{font-size:1.375rem;line-height:1.3;margin:0 0 .5rem}
        .after{margin-top:2.5rem}
        p{margin:0 0 1rem}
        a{color:#0b4f6c}
        label{display:block;font-weight:700;margin-bottom:.25rem}
        input{display:block;width:100%;font:inherit;padding:.625rem .75rem;
            border:2px solid #4a4a4a;border-radius:4px;background:#fff;color:#1b1b1b}
        .field{margin-bottom:1.5rem}
        .wrong{border-left:6px solid #a3161f;padding-left:.75rem}
        .wrong input{border-color:#a3161f}
        .why{color:#a3161f;font-weight:700;margin:0 0 .25rem}
        button{font:inherit;font-weight:700;padding:.75rem 1.75rem;
            border:2px solid #123c4a;border-radius:4px;background:#123c4a;color:#fff;cursor:pointer}
        button:hover{background:#0a2833}
        a:focus-visible,input:focus-visible,button:focus-visible,.problem:focus-visible{
            outline:4px solid #b54700;outline-offset:2px}
        .demo{background:#fff3c4;border-left:6px solid #8a5a00;padding:.75rem 1rem}
        .problem{background:#fff;border:4px solid #a3161f;padding:1rem;margin:1.5rem 0}
        .problem ul{margin:0;padding-left:1.25rem}
        .problem a{color:#a3161f;font-weight:700}
        @media (max-width:22rem){h1{font-size:1.75rem}button{width:100%}}
        @media (forced-colors:active){button{border-color:ButtonText}}
        """;

    private static readonly string StyleDigest =
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <summary>A text as it may stand in HTML, also between double quotes.</summary>
    public static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <summary>
    /// The whole page. <paramref name="main"/> is HTML; <paramref name="formTarget"/> is the origin that a form may
    /// lead on to besides this one, since browsers hold the redirects after a form to it as well.
    /// </summary>
    public static IResult Show(HttpContext http, int status, string title, string main, string? formTarget = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleDigest}'; base-uri 'none'; frame-ancestors 'none'; "
            + $"form-action 'self' {formTarget}".TrimEnd();
        var development = http.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment();
        var demo = development ? "<p class=\"demo\">Demonstration: no real people’s data</p>" : "";
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)} – Personal Outcomes</title>
            <style>{Style}</style>
            </head>
            <body>
            <header><div>Personal Outcomes</div></header>
            <main>
            {demo}{main}
            </main>
            </body>
            </html>

            """,
            "text/html", Encoding.UTF8, status);
    }
}
