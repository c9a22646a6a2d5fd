using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PersonalOutcomes.Telemetry;

/// <summary>Traces and metrics by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; otherwise nothing.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }
        builder.Services.AddOpenTelemetry().ConfigureResource(r => r.AddService(service))
            .WithMetrics(m => m.AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("MassTransit", "PersonalOutcomes"))
            .WithTracing(t => t.AddAspNetCoreInstrumentation(o => o.Filter =
                    http => http.Request.Path.Value is not ("/health" or "/alive"))
                .AddHttpClientInstrumentation()
                .AddSource("Grpc.Net.Client", "MassTransit"))
            .UseOtlpExporter();
    }
}
