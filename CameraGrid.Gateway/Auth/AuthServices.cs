using CameraGrid.Cameras;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Auth;

/// <summary>Sign-in: who may come in, by the cookie of a session.</summary>
internal static class AuthServices
{
    private const string Admins = "admins";
    private const string Operators = "operators";

    /// <summary>Registers all of it, and reads what is configured.</summary>
    /// <exception cref="OptionsValidationException">The configuration is wrong.</exception>
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new SignInOptions();
        options.Read(configuration);
        services
            .AddSingleton(Options.Create(options))
            .AddSingleton<AccountDirectory>()
            .AddSingleton<Access>()
            .AddSingleton<OpenSessions>()
            .AddSingleton<Passwords>()
            .AddSingleton<UserAccounts>()
            .AddSingleton<SignInLimits>()
            .AddSingleton<SignIn>()
            .AddSingleton<AccountFeed>()
            // Before the framework's own service that looks at the keys when it starts.
            .AddHostedService(provider => provider.GetRequiredService<AccountFeed>())
            .ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AuthJson.Default));

        services.AddDataProtection().SetApplicationName("CameraGrid");
        services
            .AddSingleton<StoredKeys>()
            .AddSingleton<IConfigureOptions<KeyManagementOptions>>(
                provider => new ConfigureOptions<KeyManagementOptions>(keys =>
                    keys.XmlRepository = provider.GetRequiredService<StoredKeys>()
                )
            )
            .AddLogging(logging =>
            {
                // It warns of keys that are not sealed themselves: who reads the store could as well write an account into it.
                logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
                // That the store is away is told by the feed, once and without a stack.
                logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.KeyRingProvider", LogLevel.None);
            });

        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services
            .AddSingleton<IAuthorizationHandler, AccessHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>()
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new AccessRequirement()).Build())
            .AddPolicy(
                Admins,
                policy => policy.AddRequirements(new AccessRequirement()).RequireRole(nameof(AccountRole.Admin))
            )
            .AddPolicy(Operators, policy => policy.AddRequirements(new AccessRequirement(ToChange: true)));
        // From a proxy on this machine, which is the only one trusted by default.
        return services.Configure<ForwardedHeadersOptions>(headers =>
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
        );
    }

    /// <summary>From here on, only who may come in.</summary>
    public static void UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(LeadOnAsync);
        app.Use(WatchAsync);
    }

    /// <summary>Endpoints for admins, with what all of them answer.</summary>
    public static RouteGroupBuilder ForAdmins(this RouteGroupBuilder group) => group.WithTags("Accounts").For(Admins);

    /// <summary>
    /// Endpoints for admins and, where nobody has to sign in, for everybody, with what all of them answer.
    /// </summary>
    public static RouteGroupBuilder ForOperators(this RouteGroupBuilder group) => group.For(Operators);

    private static RouteGroupBuilder For(this RouteGroupBuilder group, string policy)
    {
        group
            .RequireAuthorization(policy)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddEndpointFilter(AnswerStoreAsync);
        return group;
    }

    /// <summary>Answers where the store is away, or too many passwords wait for their turn.</summary>
    public static async ValueTask<object?> AnswerStoreAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException exception)
        {
            context.HttpContext.Response.Headers.RetryAfter = "5";
            return Problems.NoStore(exception);
        }
        catch (PasswordsBusyException)
        {
            context.HttpContext.Response.Headers.RetryAfter = "5";
            return AuthProblems.Busy();
        }
    }

    // Whoever is in already has no use for the sign-in page, and a kiosk nobody who would press a button on it.
    private static Task LeadOnAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (
            request.Path == SignInPaths.SignIn
            && HttpMethods.IsGet(request.Method)
            && context.RequestServices.GetRequiredService<Access>().Allows(Session.Of(context.User))
        )
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect(SignInPaths.Local(request.Query[SignInPaths.Return]));
            return Task.CompletedTask;
        }

        return next(context);
    }

    private static async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<EndsWithSession>() is null)
        {
            await next(context);
            return;
        }

        using var visit = context.RequestServices.GetRequiredService<OpenSessions>().Visiting(context, context.Abort);
        await next(context);
    }
}
