using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace CameraGrid.AppHost.Commands;

/// <summary>Requests to the services, from the commands of the dashboard.</summary>
internal static class ServiceCalls
{
    /// <summary>A client of a service's HTTP endpoint. Its calls end within the factory's limits.</summary>
    public static HttpClient ClientOf(this IServiceProvider services, IResourceBuilder<ProjectResource> service)
    {
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = new Uri(service.GetEndpoint("http").Url);
        client.Timeout = TimeSpan.FromSeconds(10);
        return client;
    }

    /// <summary>What a service refused, in its own words.</summary>
    public static async Task<string> DetailAsync(this HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem =
            response.Content.Headers.ContentType?.MediaType == "application/problem+json"
                ? await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken)
                : null;
        return problem?["detail"]?.GetValue<string>() ?? $"The service answered {(int)response.StatusCode}.";
    }
}
