using PersonalOutcomes.Plans.Recording;
using Wire = PersonalOutcomes.Plans.V1;

namespace PersonalOutcomes.Plans;

/// <summary>
/// The recording lens, for whoever is writing. It has no database: what it is shown can't be kept, counted, or looked
/// up by whoever wrote it.
/// </summary>
internal sealed partial class RecordingService(Lens lens) : Wire.RecordingService.RecordingServiceBase
{
    /// <summary>
    /// The lens with an agency's own list of jargon: <c>Vocabularies:Jargon</c> is a file with a heading line, then a
    /// term, a tab and a plain swap a line. Without it the platform's own list.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file can't be read: it doesn't start half extended.</exception>
    public static Lens LensOf(IConfiguration configuration)
    {
        if (configuration["Vocabularies:Jargon"] is not { Length: > 0 } file)
        {
            return new Lens([]);
        }
        try
        {
            using var reader = new StreamReader(file);
            return new Lens(JargonTerm.Read(reader));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidOperationException(
                $"Vocabularies__Jargon: {file} can't be read. {problem.Message}", problem);
        }
    }
}
