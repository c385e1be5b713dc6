using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CameraGrid.ServiceDefaults;

/// <summary>Options that know their own rules.</summary>
public interface IValidatedOptions
{
    /// <summary>All that is wrong, each naming its key.</summary>
    IEnumerable<string> Validate();
}

/// <summary>Registers options that are read from a section of the configuration.</summary>
public static class ValidatedOptions
{
    /// <summary>Binds the section. What is wrong stops the start, all of it at once.</summary>
    public static IServiceCollection AddValidatedOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class, IValidatedOptions
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<TOptions>, Validation<TOptions>>();
    }

    private sealed class Validation<TOptions> : IValidateOptions<TOptions>
        where TOptions : class, IValidatedOptions
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var errors = options.Validate().ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
