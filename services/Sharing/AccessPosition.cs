using System.Globalization;
using Grpc.Core;
using Grpc.Core.Interceptors;
using PersonalOutcomes.Database;

namespace PersonalOutcomes.Sharing;

/// <summary>
/// Every answer says how far Sharing's journal had got, its own write included: whoever sends that on as
/// <c>po-access-position</c> is not answered from an older copy.
/// </summary>
public sealed class AccessPosition(IDatabase database) : Interceptor
{
    private const string Trailer = "po-access-position";

    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var response = await continuation(request, context);
        var (journal, _) = await database.HeadsAsync();
        context.ResponseTrailers.Add(Trailer, journal.Position.ToString(CultureInfo.InvariantCulture));
        return response;
    }
}
