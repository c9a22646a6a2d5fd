using PersonalOutcomes.Database;
using Wire = PersonalOutcomes.Access.V1;

namespace PersonalOutcomes.Access;

/// <summary>Who has looked, and who has written, in this service: one operation a file; see access.proto.</summary>
internal sealed partial class AccessService(IDatabase database) : Wire.AccessService.AccessServiceBase;
