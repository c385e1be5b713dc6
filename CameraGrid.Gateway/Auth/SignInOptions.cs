using CameraGrid.Cameras;
using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Auth;

/// <summary>What sign-in is told from outside.</summary>
internal sealed class SignInOptions
{
    public const string AllowRemoteKey = "CAMGRID_ALLOW_REMOTE";

    /// <summary>Without an account, other machines may watch too.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Of the first account, made where there is none; null: it is made by <c>./camgrid user add</c>.</summary>
    public string? AdminPassword { get; set; }

    /// <exception cref="OptionsValidationException">Anything is wrong; all errors at once.</exception>
    public void Read(IConfiguration configuration)
    {
        var errors = new List<string>();
        var allow = configuration[AllowRemoteKey]?.Trim();
        if (bool.TryParse(string.IsNullOrEmpty(allow) ? "false" : allow, out var isAllowed))
        {
            AllowRemote = isAllowed;
        }
        else
        {
            errors.Add($"{AllowRemoteKey}: expected true or false.");
        }

        AdminPassword = FirstAccount.PasswordFrom(configuration, errors);
        if (errors.Count > 0)
        {
            throw new OptionsValidationException("SignIn", typeof(SignInOptions), errors);
        }
    }
}
