using CameraGrid.Cameras;
using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Auth;

/// <summary>What sign-in is told from outside.</summary>
internal sealed class SignInOptions
{
    /// <summary>Without an account, other machines may watch too.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Of the first account, made where there is none; null: it is made by <c>./camgrid user add</c>.</summary>
    public string? AdminPassword { get; set; }

    /// <exception cref="OptionsValidationException">Anything is wrong; all errors at once.</exception>
    public void Read(IConfiguration configuration)
    {
        var errors = new List<string>();
        AllowRemote = OpenAccess.IsAllowed(configuration, errors);
        AdminPassword = FirstAccount.PasswordFrom(configuration, errors);
        if (errors.Count > 0)
        {
            throw new OptionsValidationException("SignIn", typeof(SignInOptions), errors);
        }
    }
}
