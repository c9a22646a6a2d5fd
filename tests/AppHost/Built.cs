using System.Reflection;

namespace PersonalOutcomes.AppHost.Tests;

/// <summary>Where the build put the programs that these tests start.</summary>
internal static class Built
{
    internal static string AppHost => Path("AppHost");

    internal static string Small => Path("Small");

    internal static string SmallService => Path("SmallService");

    internal static string Topology => Path("Topology");

    private static string Path(string key) => typeof(Built).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
