namespace PersonalOutcomes.LocalHosting;

/// <summary>
/// The application in lines, one fact each, in a fixed order: what the drift test compares with topology.txt, and in
/// the other reading with the manifest that Aspire itself writes.
/// </summary>
internal static class Topology
{
    private static readonly string[] Told =
        ["ConnectionStrings__", "services__", "ServiceCredentials__", "ServiceClients__"];

    internal static string Describe(IEnumerable<Resource> resources)
    {
        var lines = new List<string>();
        foreach (var resource in resources.Where(r => r is not (PortMapperResource or ComputeEnvironmentResource)))
        {
            lines.Add($"{resource.Name}: {resource.Type}{(resource.External ? " external" : "")}");
            lines.AddRange(resource.Endpoints.Select(e =>
                $"{resource.Name}: endpoint {e.Name} {e.Scheme}{(e.Http2 ? " http2" : "")}"));
            lines.AddRange(resource.Environment.Keys
                .Where(k => Told.Any(t => k.StartsWith(t, StringComparison.Ordinal)))
                .Select(k => $"{resource.Name}: env {k}"));
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
